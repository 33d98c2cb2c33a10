package dev.espalier.runtime.execution;

import dev.espalier.runtime.model.LayerInfo;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Makes a kernel for one frozen layer and its mask, in the running JVM. The compiler brings one; where its jar is not
 * on the class path there is none, and frozen networks run the kernels that were generated when they were compiled.
 */
public interface KernelBaker {

  /** The system property that keeps layers from being baked: {@code off}; anything else lets them. */
  String PROPERTY = "espalier.bake";

  /**
   * A kernel that gives, bit for bit, what the generic kernel of a form gives.
   *
   * @param layer the layer
   * @param form its weights as a generic kernel reads them
   * @param bias one a row, or null; not changed later
   * @return empty where nothing is known that could be faster
   */
  Optional<BakedForm> bake(LayerInfo layer, ExecutionForm form, float[] bias);

  /**
   * What a baker makes of a form, if there is a baker and the system property {@value #PROPERTY} is not {@code off}.
   */
  static Optional<BakedForm> tryToBake(LayerInfo layer, ExecutionForm form, float[] bias) {
    if (System.getProperty(PROPERTY, "auto").equals("off")) {
      return Optional.empty();
    }
    return ServiceLoader.load(KernelBaker.class, KernelBaker.class.getClassLoader()).findFirst()
        .flatMap(baker -> baker.bake(layer, form, bias));
  }
}
