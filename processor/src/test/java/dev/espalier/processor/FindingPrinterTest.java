package dev.espalier.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.processor.Javac.Outcome;
import dev.espalier.processor.Javac.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What surrounds the network: a disk that fails, places that are nowhere. */
class FindingPrinterTest {

  @Test
  void aFileThatCannotBeWrittenIsNamed(@TempDir Path folder) throws IOException {
    // A file stands where the package's folder would have to be.
    Files.createDirectories(folder.resolve("generated"));
    Files.writeString(folder.resolve("generated").resolve("lost"), "in the way");
    Source source = new Source("lost/Net.java", """
        package lost;

        import dev.espalier.dsl.*;

        @Network(inputs = @Input(name = "image", shape = {8}))
        interface Net {
          @Dense(2) Tensor logits(Tensor image);
        }
        """);
    Outcome outcome = Javac.compile(folder, List.of(source), Javac.VECTOR, List.of(new EspalierProcessor()));
    assertThat(outcome.success()).isFalse();
    assertThat(outcome.espalier()).singleElement().satisfies(m -> {
      assertThat(m.line()).isEqualTo(6);
      assertThat(m.text()).startsWith("[Espalier/NotWritten] the class lost.PrunedNet could not be written: ");
    });
  }
}
