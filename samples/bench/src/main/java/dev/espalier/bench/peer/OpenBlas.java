package dev.espalier.bench.peer;

import dev.espalier.bench.Contender;
import dev.espalier.bench.task.Kind;
import java.util.List;
import java.util.Set;
import org.bytedeco.openblas.global.openblas_nolapack;

/** OpenBLAS; its threads come from the environment ({@link NativeThreads}). */
final class OpenBlas {

  private OpenBlas() {}

  static List<Contender> contenders() {
    Sgemm sgemm = (transposeA, transposeB, m, n, k, a, b, c) ->
        openblas_nolapack.cblas_sgemm(
            openblas_nolapack.CblasRowMajor,
            transposeA ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
            transposeB ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
            m, n, k, 1, a, transposeA ? m : k, b, transposeB ? k : n, 0, c, n);
    return List.of(new Blas("openblas-dense", Set.of(Kind.FORWARD, Kind.BACKWARD), sgemm));
  }
}
