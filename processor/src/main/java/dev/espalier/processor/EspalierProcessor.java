package dev.espalier.processor;

import com.google.auto.common.BasicAnnotationProcessor;
import com.google.auto.service.AutoService;
import com.google.common.collect.ImmutableSet;
import javax.annotation.processing.Processor;
import javax.lang.model.SourceVersion;

/**
 * The annotation processor: writes a class {@code Pruned} + name for every interface with {@code @Network}. Interfaces
 * that mention types which other processors have yet to generate wait for a later round.
 *
 * <p>Options: {@code -Aespalier.kernels=auto|vector|portable} and {@code -Aespalier.report=true|false}; see
 * {@link CompilerOptions}.
 */
@AutoService(Processor.class)
public final class EspalierProcessor extends BasicAnnotationProcessor {

  @Override
  protected Iterable<? extends Step> steps() {
    return ImmutableSet.of(new NetworkStep(processingEnv));
  }

  @Override
  public ImmutableSet<String> getSupportedOptions() {
    return ImmutableSet.of(CompilerOptions.KERNELS, CompilerOptions.REPORT);
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }
}
