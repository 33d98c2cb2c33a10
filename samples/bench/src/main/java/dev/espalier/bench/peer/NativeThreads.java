package dev.espalier.bench.peer;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The number of threads of all native libraries.
 *
 * <p>OpenMP and OpenBLAS read it from the environment when they are loaded, and oneDNN has no other way to be told; so
 * it is set there, in this process, before the first library is loaded. MKL, ONNX Runtime and PyTorch are told again
 * through their own calls.
 */
public final class NativeThreads {

  private NativeThreads() {}

  /** What is set for a number of threads. */
  public static Map<String, String> settings(int threads) {
    Map<String, String> settings = new LinkedHashMap<>();
    String count = Integer.toString(threads);
    settings.put("OMP_NUM_THREADS", count);
    settings.put("MKL_NUM_THREADS", count);
    settings.put("OPENBLAS_NUM_THREADS", count);
    settings.put("OMP_DYNAMIC", "FALSE");
    settings.put("MKL_DYNAMIC", "FALSE");
    // Intel's OpenMP else spins for 200 ms after each call and takes the cores from whoever has the next turn.
    settings.put("KMP_BLOCKTIME", "1");
    return settings;
  }

  /** Sets it for libraries that are loaded from now on. */
  @SuppressWarnings("restricted") // The build and the command enable native access.
  public static void set(int threads) {
    Linker linker = Linker.nativeLinker();
    MethodHandle setenv =
        linker.downcallHandle(
            linker.defaultLookup().find("setenv").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      for (Map.Entry<String, String> setting : settings(threads).entrySet()) {
        int status =
            (int) setenv.invokeExact(arena.allocateFrom(setting.getKey()), arena.allocateFrom(setting.getValue()), 1);
        if (status != 0) {
          throw new IllegalStateException("setenv refuses " + setting);
        }
      }
    } catch (RuntimeException | Error unchecked) {
      throw unchecked;
    } catch (Throwable checked) {
      throw new IllegalStateException("setenv cannot be called", checked);
    }
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
  }
}
