package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.emit.Target;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The form in which this JVM's kernels are emitted, and why.
 *
 * @param target the form
 * @param reason in a few words
 * @param fallback whether it is the slower form, which nobody asked for
 */
public record KernelTarget(Target target, String reason, boolean fallback) {

  /** The system property that forces a form: {@code auto} (the default), {@code vector} or {@code portable}. */
  public static final String PROPERTY = "espalier.kernels";

  private static final System.Logger LOGGER = System.getLogger(KernelTarget.class.getName());
  private static final AtomicBoolean LOGGED = new AtomicBoolean();

  /**
   * The form of this JVM: vectors if the module {@code jdk.incubator.vector} is there, else portable, with the reason
   * logged the first time; or the one that the system property {@value #PROPERTY} forces.
   *
   * @throws IllegalArgumentException if the property names no form
   * @throws IllegalStateException if it forces vectors and the module is missing
   */
  public static KernelTarget current() {
    KernelTarget chosen = of(System.getProperty(PROPERTY, "auto"), hasVectorModule());
    if (chosen.fallback() && LOGGED.compareAndSet(false, true)) {
      LOGGER.log(System.Logger.Level.WARNING, "Kernels are emitted in portable form: " + chosen.reason());
    }
    return chosen;
  }

  static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule(VectorApi.MODULE).isPresent();
  }

  static KernelTarget of(String wanted, boolean vectorModule) {
    return switch (wanted.strip().toLowerCase(Locale.ROOT)) {
      case "auto" ->
          vectorModule
              ? new KernelTarget(Target.VECTOR, "the module " + VectorApi.MODULE + " is there", false)
              : new KernelTarget(Target.PORTABLE, missing(), true);
      case "vector" -> {
        requireVectorModule("-D" + PROPERTY + "=vector", vectorModule);
        yield new KernelTarget(Target.VECTOR, "forced by -D" + PROPERTY + "=vector", false);
      }
      case "portable" -> new KernelTarget(Target.PORTABLE, "forced by -D" + PROPERTY + "=portable", false);
      default ->
          throw new IllegalArgumentException("System property " + PROPERTY + " is '" + wanted
              + "', which names no form of kernels.\n  Fix: use one of auto, vector, portable.");
    };
  }

  /** Refuses vectors without their module. */
  static void requireVectorModule(String asking, boolean vectorModule) {
    if (!vectorModule) {
      throw new IllegalStateException(asking + " asks for kernels of vectors; " + missing());
    }
  }

  private static String missing() {
    return "the module " + VectorApi.MODULE + " is not in this JVM.\n  Fix: start it with --add-modules "
        + VectorApi.MODULE + ", or force -D" + PROPERTY + "=portable.";
  }
}
