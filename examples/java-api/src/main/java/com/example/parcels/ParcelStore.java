package com.example.parcels;

import java.util.Optional;

interface ParcelStore {
  Optional<Parcel> find(String code);

  void add(Parcel parcel);

  void addScan(String code, Scan scan);
}
