package com.example.statements;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void addsUpByMonthAndCategory() {
    var summary =
        Summary.of(
            List.of(
                booking("2026-02-01", "rent", "-900.10"),
                booking("2026-01-01", "rent", "-900.00"),
                booking("2026-02-28", "rent", "-0.20")));
    assertEquals(
        Map.of(
            YearMonth.of(2026, 1), Map.of("rent", new BigDecimal("-900.00")),
            YearMonth.of(2026, 2), Map.of("rent", new BigDecimal("-900.30"))),
        summary.months());
    assertEquals("2026-01", summary.asText().substring(0, 7));
  }

  private static Booking booking(String date, String category, String amount) {
    return new Booking(LocalDate.parse(date), category, new BigDecimal(amount));
  }
}
