package dev.espalier.bench.peer;

import dev.espalier.bench.Contender;
import java.util.List;
import java.util.Locale;

/** The native libraries, as {@code --peers} names them. Nothing is loaded before a contender of it is prepared. */
public enum Library {
  MKL,
  OPENBLAS,
  ONEDNN,
  ORT,
  PYTORCH;

  /** The library's contenders. */
  public List<Contender> contenders(int threads) {
    return switch (this) {
      case MKL -> Mkl.contenders(threads);
      case OPENBLAS -> OpenBlas.contenders();
      case ONEDNN -> OneDnn.contenders();
      case ORT -> List.of(new OnnxRuntime(threads));
      case PYTORCH -> List.of(new PyTorch(threads));
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
