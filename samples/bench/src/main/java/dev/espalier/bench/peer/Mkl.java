package dev.espalier.bench.peer;

import dev.espalier.bench.Contender;
import dev.espalier.bench.task.Kind;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.mkl.global.mkl_rt;

/** Intel's Math Kernel Library. */
final class Mkl {

  private Mkl() {}

  static List<Contender> contenders(int threads) {
    return List.of(
        new Blas("mkl-dense", Set.of(Kind.FORWARD, Kind.BACKWARD), gemm(threads)), new MklCsr(threads));
  }

  private static Sgemm gemm(int threads) {
    return new Sgemm() {
      @Override
      public void multiply(
          boolean transposeA, boolean transposeB, int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c) {
        start(threads);
        mkl_rt.cblas_sgemm(
            mkl_rt.CblasRowMajor,
            transposeA ? mkl_rt.CblasTrans : mkl_rt.CblasNoTrans,
            transposeB ? mkl_rt.CblasTrans : mkl_rt.CblasNoTrans,
            m, n, k, 1, a, transposeA ? m : k, b, transposeB ? k : n, 0, c, n);
      }
    };
  }

  /** Loads the library at the first call and tells it its threads. */
  static void start(int threads) {
    if (!Started.done) {
      mkl_rt.MKL_Set_Num_Threads(threads);
      Started.done = true;
    }
  }

  private static final class Started {
    private static boolean done;
  }
}
