package dev.espalier.codegen.compiler;

import dev.espalier.codegen.emit.SourceEmitter;
import dev.espalier.codegen.emit.Surroundings;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.pass.Blueprints;
import dev.espalier.codegen.pass.CompiledModel;
import dev.espalier.codegen.pass.Finding;
import dev.espalier.codegen.pass.PassListener;
import dev.espalier.codegen.pass.Pipeline;
import dev.espalier.runtime.cost.CostModel;
import dev.espalier.runtime.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/** The whole way: the passes, and behind a clean network the emitter. */
public final class Compiler {
  private Compiler() {}

  /**
   * Compiles a network.
   *
   * @param read as the front end read it
   * @param surroundings the package and module that it will be written into
   * @param report whether the static plan's costs are wanted as a note
   */
  public static Compilation compile(ModelSpec read, Surroundings surroundings, boolean report) {
    CompiledModel compiled = new Pipeline(PassListener.NONE).compile(read);
    if (!compiled.isClean()) {
      return new Compilation(compiled.findings(), List.of());
    }
    List<Finding> findings = new ArrayList<>(compiled.findings());
    if (report) {
      String table = CostModel.plan(Blueprints.of(compiled.model())).toString();
      findings.add(new Finding(Diagnostic.COST_NOTE.with(table), read.source()));
    }
    return new Compilation(findings, SourceEmitter.emit(compiled.model(), surroundings));
  }
}
