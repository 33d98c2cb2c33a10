package dev.espalier.codegen.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.codegen.emit.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelTargetTest {

  @Test
  void vectorsAreTakenWhereTheModuleIs() {
    assertThat(KernelTarget.of("auto", true))
        .isEqualTo(new KernelTarget(Target.VECTOR, "the module jdk.incubator.vector is there", false));
  }

  @Test
  void aMissingModuleIsAFallback() {
    KernelTarget target = KernelTarget.of("auto", false);
    assertThat(target.target()).isEqualTo(Target.PORTABLE);
    assertThat(target.fallback()).isTrue();
    assertThat(target.reason())
        .isEqualTo(
            """
            the module jdk.incubator.vector is not in this JVM.
              Fix: start it with --add-modules jdk.incubator.vector, or force -Despalier.kernels=portable.""");
  }

  @Test
  void aFormCanBeForced() {
    assertThat(KernelTarget.of(" Portable", true))
        .isEqualTo(new KernelTarget(Target.PORTABLE, "forced by -Despalier.kernels=portable", false));
    assertThat(KernelTarget.of("vector", true))
        .isEqualTo(new KernelTarget(Target.VECTOR, "forced by -Despalier.kernels=vector", false));
  }

  @Test
  void forcedVectorsNeedTheirModule() {
    assertThatThrownBy(() -> KernelTarget.of("vector", false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("-Despalier.kernels=vector asks for kernels of vectors; the module jdk.incubator")
        .hasMessageContaining("Fix: start it with --add-modules jdk.incubator.vector");
  }

  @Test
  void anUnknownFormIsRefusedWithTheChoices() {
    assertThatThrownBy(() -> KernelTarget.of("avx", true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            System property espalier.kernels is 'avx', which names no form of kernels.
              Fix: use one of auto, vector, portable.""");
  }

  @Test
  void aJvmWithoutTheModuleRunsPortableKernelsAndSaysWhyOnce() throws IOException, InterruptedException {
    assertThat(fork())
        .contains("results 30.5 30.5 PORTABLE")
        .containsOnlyOnce("Kernels are emitted in portable form: the module jdk.incubator.vector is not in this JVM.");
  }

  @Test
  void aForcedFormInAJvmWithoutTheModuleThrowsOrIsSilent() throws IOException, InterruptedException {
    assertThat(fork("-Despalier.kernels=vector"))
        .contains("java.lang.IllegalStateException: -Despalier.kernels=vector asks for kernels of vectors;");
    assertThat(fork("-Despalier.kernels=portable").strip()).isEqualTo("results 30.5 30.5 PORTABLE");
  }

  /** What a JVM without the module prints. */
  private static String fork(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Fork.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  /** Runs in a JVM of its own. */
  static final class Fork {
    private Fork() {}

    public static void main(String[] arguments) {
      float first = SparseRow.run(KernelLoader.load(SparseRow.SPEC, BoundArrays.NONE));
      float second = SparseRow.run(KernelLoader.load(SparseRow.SPEC, BoundArrays.NONE));
      System.out.println("results " + first + " " + second + " " + KernelTarget.current().target());
    }
  }
}
