package com.example.statements;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.statements.StatementReader.BadStatement;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementReaderTest {
  @Test
  void readsQuotedCategoriesAndColumnsInAnyOrder() throws IOException {
    var csv = "amount,date,category\n-12.50,2026-03-01,\"food, drink\"\n";
    var expected = new Booking(LocalDate.of(2026, 3, 1), "food, drink", new BigDecimal("-12.50"));
    assertEquals(List.of(expected), StatementReader.read(new StringReader(csv)));
  }

  @Test
  void saysWhichBookingIsWrong() {
    var csv = "date,category,amount\n2026-03-01,rent,1\n2026-13-01,rent,1\n";
    var wrong =
        assertThrows(BadStatement.class, () -> StatementReader.read(new StringReader(csv)));
    assertEquals("booking 2", wrong.getMessage().split(":")[0]);
  }
}
