package dev.espalier.codegen.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.espalier.codegen.emit.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLoaderTest {

  private static final float EXPECTED = 10 * 3 + 0.5f * 1;

  @AfterEach
  void resetProperties() {
    System.clearProperty(ClassDump.PROPERTY);
    System.clearProperty(KernelTarget.PROPERTY);
  }

  @Test
  void kernelsOfOneNameDoNotMeet() {
    BakedKernel first = KernelLoader.load(SparseRow.SPEC, Target.VECTOR, BoundArrays.NONE);
    BakedKernel second = KernelLoader.load(SparseRow.SPEC, Target.PORTABLE, BoundArrays.NONE);
    assertThat(first.getClass().isHidden()).isTrue();
    assertThat(first.getClass()).isNotEqualTo(second.getClass());
    assertThat(SparseRow.run(first)).isEqualTo(EXPECTED);
    assertThat(SparseRow.run(second)).isEqualTo(EXPECTED);
  }

  @Test
  void aKernelReadsTheArraysThatItIsBoundTo() {
    for (Target target : Target.values()) {
      float[] values = SparseRow.VALUES.clone();
      BoundArrays arrays =
          BoundArrays.NONE
              .with("values", values)
              .with("columns", SparseRow.COLUMNS)
              .with("pointers", SparseRow.POINTERS);
      BakedKernel kernel = KernelLoader.load(SparseRow.SPEC, target, arrays);
      assertThat(SparseRow.run(kernel, new float[0][], new int[0][])).isEqualTo(EXPECTED);
      values[0] = 1;
      assertThat(SparseRow.run(kernel, new float[0][], new int[0][])).isEqualTo(3.5f);
    }
  }

  @Test
  void oneClassFileServesSeveralPatterns() {
    BoundArrays last = BoundArrays.NONE.with("columns", new int[] {2, 2});
    byte[] classFile = BytecodeEmitter.emit(SparseRow.SPEC, Target.VECTOR, last);
    float[][] floats = {SparseRow.VALUES};
    int[][] ints = {SparseRow.POINTERS};
    BakedKernel ofLast = KernelLoader.define(SparseRow.SPEC, classFile, last);
    BakedKernel ofFirst =
        KernelLoader.define(SparseRow.SPEC, classFile, BoundArrays.NONE.with("columns", new int[] {0, 0}));
    assertThat(SparseRow.run(ofLast, floats, ints)).isEqualTo(31.5f);
    assertThat(SparseRow.run(ofFirst, floats, ints)).isEqualTo(10.5f);
  }

  @Test
  void aClassGoesWithItsLastKernel() throws InterruptedException {
    WeakReference<Class<?>> type =
        new WeakReference<>(KernelLoader.load(SparseRow.SPEC, Target.PORTABLE, BoundArrays.NONE).getClass());
    for (int i = 0; i < 50 && type.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(type.get()).isNull();
  }

  @Test
  void runningAllocatesNothing() {
    BakedKernel kernel = KernelLoader.load(SparseRow.SPEC, Target.PORTABLE, BoundArrays.NONE);
    float[] slab = SparseRow.slab();
    int[] bases = SparseRow.bases();
    float[][] floats = {SparseRow.VALUES};
    int[][] ints = {SparseRow.POINTERS, SparseRow.COLUMNS};
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    kernel.run(slab, SparseRow.LANES, bases, floats, ints);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      kernel.run(slab, SparseRow.LANES, bases, floats, ints);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
  }

  @Test
  void theFormIsTheForcedOne() throws NoSuchFieldException {
    System.setProperty(KernelTarget.PROPERTY, "vector");
    BakedKernel vector = KernelLoader.load(SparseRow.SPEC, BoundArrays.NONE);
    assertThat(vector.getClass().getDeclaredField("SPECIES").getType().getName())
        .isEqualTo("jdk.incubator.vector.VectorSpecies");
    assertThat(SparseRow.run(vector)).isEqualTo(EXPECTED);
    System.setProperty(KernelTarget.PROPERTY, "portable");
    BakedKernel portable = KernelLoader.load(SparseRow.SPEC, BoundArrays.NONE);
    assertThat(portable.getClass().getDeclaredFields()).isEmpty();
    assertThat(SparseRow.run(portable)).isEqualTo(EXPECTED);
  }

  @Test
  void classFilesAreDumpedWhereThatIsAskedFor(@TempDir Path directory) throws IOException {
    Path classes = directory.resolve("some/classes");
    System.setProperty(ClassDump.PROPERTY, classes.toString());
    KernelLoader.load(SparseRow.SPEC, Target.VECTOR, BoundArrays.NONE);
    KernelLoader.load(SparseRow.SPEC, Target.VECTOR, BoundArrays.NONE);
    KernelLoader.load(SparseRow.SPEC, Target.PORTABLE, BoundArrays.NONE);
    List<Path> files;
    try (Stream<Path> listed = Files.list(classes)) {
      files = listed.toList();
    }
    assertThat(files).hasSize(2).allSatisfy(f -> assertThat(f.getFileName().toString())
        .matches("Kernel_sparse_row_3_1-[0-9a-f]{8}\\.class"));
    assertThat(List.of(Files.readAllBytes(files.get(0)), Files.readAllBytes(files.get(1))))
        .containsExactlyInAnyOrder(
            BytecodeEmitter.emit(SparseRow.SPEC, Target.VECTOR), BytecodeEmitter.emit(SparseRow.SPEC, Target.PORTABLE));
  }

  @Test
  void aDumpThatCannotBeWrittenIsAnError(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    System.setProperty(ClassDump.PROPERTY, file.toString());
    assertThatThrownBy(() -> KernelLoader.load(SparseRow.SPEC, Target.PORTABLE, BoundArrays.NONE))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("The class file " + file)
        .hasMessageEndingWith("Fix: let -Despalier.dump name a directory that can be written to, or leave it away.");
  }
}
