package com.example.statements;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A folder in which statements arrive. Each is taken once in the life of the program. */
final class Inbox {
  private final Path folder;
  private final Set<Path> taken = new HashSet<>();

  Inbox(Path folder) {
    this.folder = folder;
  }

  /** Those that came since it was asked last, in the order of their names. */
  List<Path> arrived() throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".csv"))
          .filter(taken::add)
          .sorted()
          .toList();
    }
  }
}
