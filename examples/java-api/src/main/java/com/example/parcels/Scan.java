package com.example.parcels;

import java.time.Instant;

/** What a scanner at a depot or a door saw. */
public record Scan(String place, Status status, Instant at) {}
