package dev.espalier.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import javax.annotation.processing.Processor;
import org.junit.jupiter.api.Test;

/** How build tools find and treat the processor. */
class DeclarationTest {

  @Test
  void theProcessorIsAService() {
    assertThat(ServiceLoader.load(Processor.class)).anyMatch(EspalierProcessor.class::isInstance);
  }

  @Test
  void gradleMayProcessNetworksInIsolation() throws IOException {
    String name = "/META-INF/gradle/incremental.annotation.processors";
    try (InputStream in = EspalierProcessor.class.getResourceAsStream(name)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(EspalierProcessor.class.getName() + ",isolating\n");
    }
  }

  @Test
  void itsOptionsAreDeclared() {
    assertThat(new EspalierProcessor().getSupportedOptions())
        .containsExactlyInAnyOrder("espalier.kernels", "espalier.report");
  }
}
