package dev.espalier.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.processor.Javac.Outcome;
import dev.espalier.processor.Javac.Source;
import dev.espalier.runtime.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule, through the real compiler: code, line and the whole text. */
class DiagnosticsTest {
  /** What no source can bring about, and who tests it. */
  private static final Set<Diagnostic> ELSEWHERE = EnumSet.of(
      Diagnostic.POLICY_ON_UNKNOWN_LAYER, // a builder's layer names: NetworkRulesTest
      Diagnostic.REWIND_AFTER_PRUNING, // steps per epoch are known with the data: NetworkRulesTest
      Diagnostic.DYNAMIC_NEVER_CHANGES, // so are they here: ScheduleRulesTest
      Diagnostic.SAMPLES_BEYOND_DATA, // the size of the training set is known with the data: SamplesTest
      Diagnostic.COST_NOTE, // a table of its own: GoodSourcesTest
      Diagnostic.NOT_WRITTEN, // needs a broken disk: FindingPrinterTest
      Diagnostic.INTERNAL); // a bug of the compiler: ModelVerifierTest

  private static final Pattern CODE = Pattern.compile("\\[Espalier/(\\w+)]");

  static List<Source> sources() throws IOException {
    return BadSources.all();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void aBadSourceIsToldWhatIsWrongAtItsLine(Source source, @TempDir Path folder) throws IOException {
    Outcome outcome = BadSources.compile(folder, source);
    assertThat(BadSources.found(outcome)).as(source.name()).isNotEmpty().isEqualTo(BadSources.expected(source));
    boolean errors = outcome.espalier().stream().anyMatch(m -> m.kind() == javax.tools.Diagnostic.Kind.ERROR);
    assertThat(outcome.success()).isEqualTo(!errors);
    assertThat(outcome.others()).as("javac itself finds nothing wrong")
        .noneMatch(m -> m.kind() == javax.tools.Diagnostic.Kind.ERROR);
  }

  @Test
  void everyRuleHasABadSource() throws IOException {
    Set<Diagnostic> missing = EnumSet.allOf(Diagnostic.class);
    missing.removeAll(ELSEWHERE);
    for (Source source : BadSources.all()) {
      Matcher codes = CODE.matcher(BadSources.expected(source));
      while (codes.find()) {
        missing.removeIf(d -> d.code().equals(codes.group(1)));
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void whatIsTestedElsewhereHasNoBadSource() throws IOException {
    for (Source source : BadSources.all()) {
      Matcher codes = CODE.matcher(BadSources.expected(source));
      while (codes.find()) {
        assertThat(ELSEWHERE).extracting(Diagnostic::code).doesNotContain(codes.group(1));
      }
    }
  }

  @Test
  void codesAreDistinct() {
    assertThat(EnumSet.allOf(Diagnostic.class)).extracting(Diagnostic::code).doesNotHaveDuplicates();
  }
}
