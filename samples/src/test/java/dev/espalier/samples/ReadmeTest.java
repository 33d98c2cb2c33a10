package dev.espalier.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the READMEs show is what stands in the project. */
final class ReadmeTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path CONSUMER = Path.of("consumer/src/main/java/com/example/scoring");
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

  @Test
  void theReadmesFirstBlocksAreTheConsumerProject() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = JAVA_BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(2);
    assertThat(blocks.get(0)).isEqualTo(body("Digits.java"));
    assertThat(blocks.get(1)).isEqualTo(body("Main.java"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "dsl/README.md",
        "runtime/README.md",
        "codegen/README.md",
        "processor/README.md",
        "samples/README.md"
      })
  void everyLinkOfAReadmeLeadsSomewhere(String readme) throws IOException {
    Path file = ROOT.resolve(readme);
    Matcher matcher = LINK.matcher(Files.readString(file));
    while (matcher.find()) {
      assertThat(file.resolveSibling(matcher.group(1))).as("link in %s", readme).exists();
    }
  }

  /** A consumer source without its package line and the blank line after it. */
  private static String body(String source) throws IOException {
    return Files.readString(CONSUMER.resolve(source)).replaceFirst("package com.example.scoring;\n\n", "");
  }
}
