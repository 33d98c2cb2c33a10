package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.kernel.InvalidKernelException;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelVerifier;
import org.junit.jupiter.api.Test;

/** Interpreter, source and bytecode, both with vectors and portable, agree on nests that nobody thought of. */
class RandomNestsTest {
  private static final int NESTS = 60;

  @Test
  void allFormsAgreeWithTheInterpreter() throws Exception {
    CompiledKernels kernels = new CompiledKernels();
    int jammed = 0;
    for (int seed = 0; seed < NESTS; seed++) {
      KernelCase kernel = RandomNest.of(seed);
      if (isLegal(kernel)) {
        jammed += kernel.spec().schedule().jams().isEmpty() ? 0 : 1;
      } else {
        kernel = kernel.with(KernelSchedule.PLAIN);
        KernelVerifier.verify(kernel.spec());
      }
      kernels.add(kernel);
    }
    assertThat(jammed).as("nests with a legal register tile").isGreaterThan(NESTS / 4);
    kernels.compareAllWithTheInterpreter();
  }

  /** A random schedule may well be illegal; a random nest may not. */
  private static boolean isLegal(KernelCase kernel) {
    try {
      KernelVerifier.verify(kernel.spec());
      return true;
    } catch (InvalidKernelException e) {
      assertThat(e).hasMessageContaining("cannot be jammed");
      return false;
    }
  }
}
