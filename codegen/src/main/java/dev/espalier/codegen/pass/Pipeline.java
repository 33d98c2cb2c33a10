package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Stage;
import java.util.List;

/**
 * The compiler's passes, in their order. Errors are collected as far as the network makes sense; only a network without
 * any reaches stage SELECTED, and only from there code is emitted.
 */
public final class Pipeline {
  /** Looks at the whole settings before anything can stop it. */
  private static final Pass SETTINGS = ValidateModel.settings();

  /** Each relies on what the one before promises, so that its errors stop the pipeline. */
  private static final List<Pass> PASSES = List.of(
      ValidateModel.graph(),
      new ExpandDynamic(),
      new InferShapes(),
      new ExpandAttention(),
      new PruneTokens(),
      new GroupDependencies(),
      new PlanPruning(),
      new PlanMemory(),
      new SelectKernels());

  private final PassListener listener;

  /** A pipeline that is watched. */
  public Pipeline(PassListener listener) {
    this.listener = listener;
  }

  /** Carries a network as the front end read it to stage SELECTED, or says why not. */
  public CompiledModel compile(ModelSpec read) {
    Findings findings = new Findings();
    ModelSpec model = run(SETTINGS, read, findings);
    for (Pass pass : PASSES) {
      int errors = findings.errors();
      model = run(pass, model, findings);
      boolean broken = findings.errors() > errors;
      boolean planned = model.stage().compareTo(Stage.PLANNED) >= 0;
      if (broken || (planned && findings.hasErrors())) {
        break;
      }
    }
    return new CompiledModel(model, findings.list());
  }

  /** One pass, and the verifier behind it when the pass had nothing to object. */
  private ModelSpec run(Pass pass, ModelSpec model, Findings findings) {
    int errors = findings.errors();
    long start = System.nanoTime();
    ModelSpec next = pass.apply(model, findings);
    listener.after(pass, next, System.nanoTime() - start);
    if (findings.errors() == errors) {
      ModelVerifier.verify(pass.name(), next, findings);
    }
    return next;
  }
}
