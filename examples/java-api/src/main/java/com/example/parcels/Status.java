package com.example.parcels;

public enum Status {
  ACCEPTED,
  IN_TRANSIT,
  DELIVERED
}
