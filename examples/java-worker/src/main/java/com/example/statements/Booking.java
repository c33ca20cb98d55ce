package com.example.statements;

import java.math.BigDecimal;
import java.time.LocalDate;

/** One line of an account statement. Money out is negative. */
record Booking(LocalDate date, String category, BigDecimal amount) {}
