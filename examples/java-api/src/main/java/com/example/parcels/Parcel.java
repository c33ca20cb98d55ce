package com.example.parcels;

import java.util.ArrayList;
import java.util.List;

/** A parcel with its scans, the latest last. */
public record Parcel(String code, String recipient, List<Scan> scans) {
  Parcel with(Scan scan) {
    var all = new ArrayList<>(scans);
    all.add(scan);
    return new Parcel(code, recipient, List.copyOf(all));
  }

  boolean delivered() {
    return !scans.isEmpty() && scans.getLast().status() == Status.DELIVERED;
  }
}
