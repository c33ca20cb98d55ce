package com.example.parcels;

import com.example.parcels.ParcelService.Refused;
import com.example.parcels.ParcelService.Unknown;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/parcels")
class ParcelController {
  record NewParcel(String code, String recipient) {}

  record NewScan(String place, Status status) {}

  private final ParcelService parcels;

  ParcelController(ParcelService parcels) {
    this.parcels = parcels;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Parcel accept(@RequestBody NewParcel parcel) {
    return parcels.accept(parcel.code(), parcel.recipient());
  }

  @GetMapping("/{code}")
  Parcel find(@PathVariable("code") String code) {
    return parcels.find(code);
  }

  @PostMapping("/{code}/scans")
  Parcel scan(@PathVariable("code") String code, @RequestBody NewScan scan) {
    return parcels.scan(code, scan.place(), scan.status());
  }

  @ExceptionHandler
  ProblemDetail refused(Refused why) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, why.getMessage());
  }

  @ExceptionHandler
  ProblemDetail unknown(Unknown why) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, why.getMessage());
  }
}
