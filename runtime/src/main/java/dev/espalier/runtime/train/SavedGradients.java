package dev.espalier.runtime.train;

import dev.espalier.runtime.model.Parameter;
import java.util.List;

/** The gradients of all parameters, put back on closing. */
final class SavedGradients implements AutoCloseable {

  private final List<Parameter> parameters;
  private final List<float[]> gradients;

  SavedGradients(List<Parameter> parameters) {
    this.parameters = parameters;
    this.gradients = parameters.stream().map(parameter -> parameter.gradient().clone()).toList();
  }

  @Override
  public void close() {
    for (int i = 0; i < gradients.size(); i++) {
      System.arraycopy(gradients.get(i), 0, parameters.get(i).gradient(), 0, gradients.get(i).length);
    }
  }
}
