package com.example.statements;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came in and went out by month and category, in order. */
record Summary(Map<YearMonth, Map<String, BigDecimal>> months) {
  static Summary of(List<Booking> bookings) {
    var months = new TreeMap<YearMonth, Map<String, BigDecimal>>();
    for (var booking : bookings) {
      months
          .computeIfAbsent(YearMonth.from(booking.date()), month -> new TreeMap<>())
          .merge(booking.category(), booking.amount(), BigDecimal::add);
    }
    return new Summary(months);
  }

  String asText() {
    var text = new StringBuilder();
    months.forEach(
        (month, categories) -> {
          var total = categories.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
          text.append("%s %12s%n".formatted(month, total));
          categories.forEach(
              (category, sum) -> text.append("  %-20s %12s%n".formatted(category, sum)));
        });
    return text.toString();
  }
}
