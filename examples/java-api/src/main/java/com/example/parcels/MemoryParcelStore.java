package com.example.parcels;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

@Component
@Profile("!postgres")
class MemoryParcelStore implements ParcelStore {
  private final Map<String, Parcel> parcels = new ConcurrentHashMap<>();

  @Override
  public Optional<Parcel> find(String code) {
    return Optional.ofNullable(parcels.get(code));
  }

  @Override
  public void add(Parcel parcel) {
    parcels.put(parcel.code(), parcel);
  }

  @Override
  public void addScan(String code, Scan scan) {
    parcels.computeIfPresent(code, (key, parcel) -> parcel.with(scan));
  }
}
