package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Routine;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.layer.Extra.Life;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The tokens that stay behind an attention by a threshold that is trained with the network (Kim, Shen, Thorsley,
 * Gholami, Kwon, Hassoun, Keutzer: "Learned token pruning for transformers", 2022). Its weight is the threshold.
 *
 * <p>While it is learned every token stays and weighs {@code M = sigmoid((s - threshold) / temperature)} times what it
 * weighed before: as a key of every later attention, as a query of later scores, in the mean over tokens. Those who
 * read the weights leave the gradient of the logarithm of each in the value {@code name.pulls}; what this layer makes
 * of it stands in {@code name.slopes}, where the attention that is judged finds the gradient of its scores. Once the
 * threshold is settled, and in the frozen network, tokens leave as {@link TokensLayer} has it.
 *
 * <p>The runtime says which of it is the case: {@code name.keep} holds the slope of the penalty, strength over samples
 * and selections, in lanes whose tokens are weighed, and 0 elsewhere.
 *
 * @param choice of the tokens, by what the threshold starts at
 * @param lambda strength of the penalty on the mean of what tokens weigh
 * @param until epochs until the threshold is settled; -1: three quarters of those of training
 */
public record LearnedTokensLayer(TokensLayer choice, double lambda, float temperature, double until)
    implements Layer {
  /** What the tokens of the result weigh; 0 where there is none. */
  static final String WEIGHTS = "weights";

  /** Forward {@code d log M / d s}, behind the backward pass the gradient of the scores. */
  static final String SLOPES = "slopes";

  /** The gradient of the logarithms of the weights. */
  static final String PULLS = "pulls";

  /** What a trained threshold means; how it came about does not belong to it. */
  @Override
  public String toString() {
    return "LearnedTokensLayer[of=" + choice.of() + ", heads=" + choice.heads() + ", classToken="
        + choice.classToken() + "]";
  }

  @Override
  public String kind() {
    return choice.kind();
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "keeps what receives an attention of at least a learned threshold";
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    choice.check(name, inputs, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return Shape.of(inputs.getFirst().width());
  }

  @Override
  public WeightGeometry weights(List<Shape> inputs) {
    return WeightGeometry.threshold();
  }

  @Override
  public boolean passesGradient() {
    return false;
  }

  @Override
  public boolean keepsFactors() {
    return true;
  }

  @Override
  public boolean makesMask(boolean masked) {
    return true;
  }

  @Override
  public List<Extra> extras(List<Shape> inputs, Shape output, boolean masked) {
    List<Extra> extras = new ArrayList<>();
    extras.add(new Extra(TokensLayer.RECEIVED, output.size(), Life.RESULT));
    extras.addAll(EmbeddingLayer.mask(output.size()));
    for (String trained : List.of(WEIGHTS, SLOPES, PULLS)) {
      extras.add(new Extra(trained, output.size(), Life.GRADIENTS));
    }
    return extras;
  }

  @Override
  public List<String> readsExtras() {
    return choice.readsExtras();
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return choice.otherOperations(inputs, output);
  }

  @Override
  public boolean runsOverColumns() {
    return true;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    KernelCall columns = EmbeddingLayer.columns(wiring, tokens(wiring));
    KernelCall above = select(wiring, Routine.Kind.SELECT_ABOVE, Routine.Kind.MASKED_SELECT_ABOVE, false);
    return new LayerKernels(
        List.of(
            choice.receivedTraining(wiring),
            select(wiring, Routine.Kind.WEIGH_SELECT, Routine.Kind.MASKED_WEIGH_SELECT, true),
            columns,
            weigh(wiring)),
        List.of(scoreGradient(wiring), thresholdGradient(wiring)),
        List.of(choice.receivedInference(wiring), above, columns),
        List.of(),
        List.of(),
        List.of(choice.receivedSingle(wiring), above, columns));
  }

  private static int tokens(Wiring wiring) {
    return wiring.shape().size();
  }

  private static Operand extra(Wiring wiring, String suffix) {
    return new Operand.Value(wiring.extra(suffix));
  }

  private int first() {
    return choice.classToken() ? 1 : 0;
  }

  private KernelCall select(Wiring wiring, Routine.Kind plain, Routine.Kind masked, boolean staged) {
    List<Operand> operands = new ArrayList<>(List.of(extra(wiring, TokensLayer.RECEIVED)));
    if (wiring.isMasked()) {
      operands.add(new Operand.Value(wiring.mask()));
    }
    operands.add(new Operand.Value(wiring.name()));
    operands.add(extra(wiring, EmbeddingLayer.VALID));
    if (staged) {
      operands.add(new Operand.Value(wiring.keep()));
    }
    operands.add(new Operand.Weight(wiring.name()));
    Routine routine = new Routine(wiring.isMasked() ? masked : plain, List.of(tokens(wiring), first()));
    return KernelCall.of(routine, operands, wiring.name() + " = places of the tokens that stay");
  }

  private KernelCall weigh(Wiring wiring) {
    TokenWeighing before = wiring.weighing();
    List<Operand> operands = new ArrayList<>(
        List.of(extra(wiring, TokensLayer.RECEIVED), extra(wiring, EmbeddingLayer.VALID)));
    if (before.isWeighed()) {
      operands.add(new Operand.Value(before.weights()));
    }
    operands.add(new Operand.Value(wiring.keep()));
    List.of(WEIGHTS, SLOPES, PULLS).forEach(name -> operands.add(extra(wiring, name)));
    operands.add(new Operand.Weight(wiring.name()));
    Routine routine = new Routine(
        before.isWeighed() ? Routine.Kind.WEIGH_MORE : Routine.Kind.WEIGH, List.of(tokens(wiring), first()),
        List.of(temperature));
    return KernelCall.of(routine, operands, "what the tokens of " + wiring.name() + " weigh");
  }

  /** The layer as one over its own tokens, whose columns are in use. */
  private static Wiring own(Wiring wiring) {
    return wiring.masked(wiring.extra(EmbeddingLayer.VALID), wiring.shortened());
  }

  /**
   * {@code g[j] = dlogw[j] + w[j] penalty / sum_j valid[j], ds[j] = slope[j] g[j]}; the logarithms of the weights
   * before have the gradient g, too.
   */
  private KernelCall scoreGradient(Wiring wiring) {
    TokenWeighing before = wiring.weighing();
    CallBuilder call = new CallBuilder(own(wiring), describe(wiring.inputShapes(), wiring.shape()));
    Buffer valid = call.laned("valid", Access.READ, extra(wiring, EmbeddingLayer.VALID));
    Buffer penalty = call.laned("penalty", Access.READ, new Operand.Value(wiring.keep()));
    Buffer w = call.laned("w", Access.READ, extra(wiring, WEIGHTS));
    Buffer pull = call.laned("pull", Access.READ, extra(wiring, PULLS));
    Buffer ds = call.laned("ds", Access.UPDATE, extra(wiring, SLOPES));
    Buffer more =
        before.isWeighed() ? call.laned("more", Access.UPDATE, new Operand.Value(before.pulls())) : null;
    Axis token = call.columns("token", tokens(wiring));
    Local count = Local.lanes("count");
    Local share = Local.lanes("share");
    Local gradient = Local.lanes("gradient");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(count, Expr.constant(0)));
    block.addAll(Axis.nest(List.of(token), List.of(Stmt.add(count, valid.at(token.index())))));
    block.add(Stmt.define(share, penalty.at(Affine.of(0)).dividedBy(count.read().max(1))));
    List<Stmt> one = new ArrayList<>();
    one.add(Stmt.define(gradient, pull.at(token.index()).plus(w.at(token.index()).times(share.read()))));
    if (more != null) {
      one.add(Stmt.accumulate(more, token.index(), gradient.read()));
    }
    one.add(Stmt.store(ds, token.index(), ds.at(token.index()).times(gradient.read())));
    block.addAll(Axis.nest(List.of(token), one));
    return call.call(
        "score gradient",
        "ds[j] = slope[j] (dlogw[j] + w[j] penalty / sum_j valid[j])",
        "gradient of the attention that tokens of " + choice.of() + " receive",
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(), block));
  }

  /** {@code dt = - sum_lanes sum_j ds[j]}. */
  private KernelCall thresholdGradient(Wiring wiring) {
    CallBuilder call = new CallBuilder(own(wiring), describe(wiring.inputShapes(), wiring.shape()));
    Buffer ds = call.laned("ds", Access.READ, extra(wiring, SLOPES));
    Buffer dt = call.floats("dt", Access.WRITE, new Operand.WeightGradient(wiring.name()));
    Axis token = call.columns("token", tokens(wiring));
    Local sum = Local.lanes("sum");
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.define(sum, Expr.constant(0)));
    body.addAll(Axis.nest(
        List.of(token),
        List.of(Stmt.lanes(Lowering.LANE, Stmt.add(sum, Expr.constant(0).minus(ds.at(token.index())))))));
    body.add(Stmt.store(dt, Affine.of(0), Expr.sumLanes(sum)));
    return call.call(
        "threshold gradient",
        "dt = - sum_lanes sum_j ds[j]",
        "gradient of the threshold of " + choice.of(),
        KernelSchedule.PLAIN,
        body);
  }
}
