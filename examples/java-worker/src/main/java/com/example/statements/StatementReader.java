package com.example.statements;

import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** Reads the CSV of a bank: date, category and amount, in columns that the first line names. */
final class StatementReader {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();

  private StatementReader() {}

  static List<Booking> read(Reader csv) throws IOException {
    var bookings = new ArrayList<Booking>();
    try (var lines = FORMAT.parse(csv)) {
      for (CSVRecord line : lines) bookings.add(booking(line));
    }
    return bookings;
  }

  private static Booking booking(CSVRecord line) {
    try {
      var date = LocalDate.parse(line.get("date"));
      return new Booking(date, line.get("category"), new BigDecimal(line.get("amount")));
    } catch (DateTimeParseException | IllegalArgumentException wrong) {
      throw new BadStatement(line.getRecordNumber(), wrong);
    }
  }

  static final class BadStatement extends RuntimeException {
    BadStatement(long number, Exception cause) {
      super("booking " + number + ": " + cause.getMessage(), cause);
    }
  }
}
