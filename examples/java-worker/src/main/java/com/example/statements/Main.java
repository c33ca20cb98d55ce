package com.example.statements;

import com.example.statements.StatementReader.BadStatement;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "statements",
    mixinStandardHelpOptions = true,
    version = "statements 1.0.0",
    description = "Sums up account statements as they arrive in a folder.")
public final class Main implements Callable<Integer> {
  @Option(names = "--inbox", description = "Folder to watch; default: ${DEFAULT-VALUE}")
  Path inbox = Path.of("/inbox");

  @Option(names = "--every", description = "Seconds between looks; default: ${DEFAULT-VALUE}")
  int seconds = 5;

  @Option(names = "--once", description = "Look once and end")
  boolean once;

  @Option(names = "--sample", description = "Sum up a statement that comes with the program")
  boolean sample;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (sample) {
      var csv = Main.class.getResourceAsStream("/sample.csv");
      report("sample.csv", new InputStreamReader(csv, StandardCharsets.UTF_8));
      return 0;
    }
    var statements = new Inbox(inbox);
    boolean right = lookInto(statements);
    while (!once) {
      Thread.sleep(Duration.ofSeconds(seconds));
      right &= lookInto(statements);
    }
    return right ? 0 : 1;
  }

  private boolean lookInto(Inbox statements) throws IOException {
    boolean right = true;
    for (var file : statements.arrived()) {
      try (var csv = Files.newBufferedReader(file)) {
        report(file.getFileName().toString(), csv);
      } catch (BadStatement wrong) {
        System.err.println(file + ": " + wrong.getMessage());
        right = false;
      }
    }
    return right;
  }

  private static void report(String name, Reader csv) throws IOException {
    System.out.println(name);
    System.out.print(Summary.of(StatementReader.read(csv)).asText());
  }
}
