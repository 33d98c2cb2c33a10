package dev.espalier.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.processor.Javac.Outcome;
import dev.espalier.processor.Javac.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types that another processor generates later are waited for. */
class DeferralTest {

  /** Generates the given sources, one a round from the second on. */
  private static final class Late extends AbstractProcessor {
    private final List<Map.Entry<String, String>> sources;
    private int round;

    Late(List<Map.Entry<String, String>> sources) {
      this.sources = sources;
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment roundEnv) {
      if (round < sources.size()) {
        Map.Entry<String, String> source = sources.get(round);
        try (Writer writer = processingEnv.getFiler().createSourceFile(source.getKey()).openWriter()) {
          writer.write(source.getValue());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      round++;
      return false;
    }
  }

  private static final Source NETWORK = new Source("late/Net.java", """
      package late;

      import dev.espalier.dsl.*;

      @Network(inputs = @Input(name = "image", shape = {8}))
      interface Net extends Trunk {
        @Dense(Sizes.CLASSES) Tensor logits(Tensor hidden);
      }
      """);

  private static final String TRUNK = """
      package late;

      import dev.espalier.dsl.*;

      interface Trunk {
        @Dense(4) Tensor hidden(Tensor image);
      }
      """;

  private static final String SIZES = """
      package late;

      final class Sizes {
        static final int CLASSES = 2;
      }
      """;

  @Test
  void aSuperInterfaceAndAConstantMayBeGeneratedInLaterRounds(@TempDir Path folder) throws IOException {
    Late late = new Late(List.of(Map.entry("late.Filler", "package late; class Filler {}"),
        Map.entry("late.Trunk", TRUNK), Map.entry("late.Sizes", SIZES)));
    Outcome outcome = Javac.compile(folder, List.of(NETWORK), Javac.VECTOR, List.of(new EspalierProcessor(), late));
    assertThat(outcome.espalier()).isEmpty();
    assertThat(outcome.success()).isTrue();
    assertThat(outcome.generated()).containsKey("late/PrunedNet.java");
  }

  @Test
  void whatNeverComesIsLeftToJavac(@TempDir Path folder) throws IOException {
    Late late = new Late(List.of(Map.entry("late.Trunk", TRUNK)));
    Outcome outcome = Javac.compile(folder, List.of(NETWORK), Javac.VECTOR, List.of(new EspalierProcessor(), late));
    assertThat(outcome.success()).isFalse();
    assertThat(outcome.generated()).doesNotContainKey("late/PrunedNet.java");
    assertThat(outcome.messages()).anyMatch(m -> m.text().contains("Sizes"));
  }
}
