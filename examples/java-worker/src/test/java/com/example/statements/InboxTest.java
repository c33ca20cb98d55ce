package com.example.statements;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
  @Test
  void takesEachStatementOnce(@TempDir Path folder) throws IOException {
    var inbox = new Inbox(folder);
    assertEquals(List.of(), inbox.arrived());
    var first = Files.writeString(folder.resolve("a.csv"), "");
    Files.writeString(folder.resolve("notes.txt"), "");
    assertEquals(List.of(first), inbox.arrived());
    assertEquals(List.of(), inbox.arrived());
  }

  @Test
  void aFolderThatIsNotThereHoldsNothing(@TempDir Path folder) throws IOException {
    assertEquals(List.of(), new Inbox(folder.resolve("absent")).arrived());
  }
}
