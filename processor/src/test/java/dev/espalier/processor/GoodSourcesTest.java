package dev.espalier.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.processor.Javac.Outcome;
import dev.espalier.processor.Javac.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sources of {@code src/test/resources/good}: nothing is said of them, and what is generated compiles without a
 * warning.
 */
class GoodSourcesTest {
  /**
   * All of {@code -Xlint} but {@code processing}, which complains of every annotation that a processor leaves to others
   * as this one does, and {@code incubating}, of the Vector API.
   */
  private static final List<String> STRICT = List.of("-Xlint:all,-processing,-incubating", "-Werror");

  /** Generates and does not compile what was generated. */
  private static final String GENERATE = "-proc:only";

  static List<Source> sources() throws IOException {
    return Javac.resources("good");
  }

  private static Outcome compile(Path folder, List<Source> sources, String... options) throws IOException {
    List<String> all = new ArrayList<>(Javac.VECTOR);
    all.addAll(List.of(options));
    return Javac.compile(folder, sources, all, List.of(new EspalierProcessor()));
  }

  private static List<Source> only(String name) throws IOException {
    return sources().stream().filter(s -> s.name().equals("good/" + name + ".java")).toList();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void aGoodSourceCompilesWithoutAWord(Source source, @TempDir Path folder) throws IOException {
    Outcome outcome = compile(folder, List.of(source), STRICT.toArray(String[]::new));
    assertThat(outcome.messages()).filteredOn(m -> !m.text().contains("incubating module")).isEmpty();
    assertThat(outcome.success()).isTrue();
    assertThat(outcome.generated()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void soDoItsPortableKernels(Source source, @TempDir Path folder) throws IOException {
    List<String> options = new ArrayList<>(STRICT);
    options.add("-Aespalier.kernels=portable");
    Outcome outcome = Javac.compile(folder, List.of(source), options, List.of(new EspalierProcessor()));
    assertThat(outcome.messages()).isEmpty();
    assertThat(outcome.generated().values()).noneMatch(text -> text.contains("jdk.incubator.vector"));
  }

  @Test
  void severalNetworksInOneCompilationAreAsEachAlone(@TempDir Path together, @TempDir Path alone) throws IOException {
    Outcome all = compile(together, sources(), GENERATE);
    assertThat(all.success()).isTrue();
    Outcome one = compile(alone, only("Residual"), GENERATE);
    assertThat(all.generated()).containsAllEntriesOf(one.generated());
  }

  @Test
  void theSameSourceGeneratesTheSameText(@TempDir Path first, @TempDir Path second) throws IOException {
    assertThat(compile(first, sources(), GENERATE).generated())
        .isEqualTo(compile(second, sources(), GENERATE).generated());
  }

  @Test
  void aNestedNetworkIsNamedAfterItsEnclosingTypes(@TempDir Path folder) throws IOException {
    assertThat(compile(folder, only("Nested"), GENERATE).generated().keySet())
        .contains("good/PrunedNested_Inner_Net.java", "good/PrunedNested_Other.java");
  }

  @Test
  void theReportIsANoteAtTheInterface(@TempDir Path folder) throws IOException {
    Outcome outcome = compile(folder, only("LeNet300"), GENERATE, "-Aespalier.report=true");
    assertThat(outcome.espalier()).singleElement().satisfies(m -> {
      assertThat(m.kind()).isEqualTo(javax.tools.Diagnostic.Kind.NOTE);
      assertThat(m.line()).isEqualTo(19);
      assertThat(m.text()).startsWith("[Espalier/Cost] ").contains("hidden1", "hidden2", "logits", "total");
    });
  }
}
