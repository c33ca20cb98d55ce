package com.example.parcels;

import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Service;

@Service
class ParcelService {
  private final ParcelStore store;
  private final Clock clock;

  ParcelService(ParcelStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  Parcel accept(String code, String recipient) {
    if (!CheckDigit.isRight(code)) throw new Refused("the code " + code + " is mistyped");
    if (store.find(code).isPresent()) throw new Refused("the code " + code + " is taken");
    var parcel = new Parcel(code, recipient, List.of());
    store.add(parcel);
    return parcel;
  }

  Parcel find(String code) {
    return store.find(code).orElseThrow(() -> new Unknown(code));
  }

  Parcel scan(String code, String place, Status status) {
    if (find(code).delivered()) throw new Refused("the parcel " + code + " is delivered");
    store.addScan(code, new Scan(place, status, clock.instant()));
    return find(code);
  }

  static class Refused extends RuntimeException {
    Refused(String why) {
      super(why);
    }
  }

  static class Unknown extends RuntimeException {
    Unknown(String code) {
      super("there is no parcel " + code);
    }
  }
}
