package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.ChannelPart;
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
import dev.espalier.dsl.TokenScore;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The tokens that stay behind an attention: their places, from 1, in order; 0 for a column that holds none. What {@code
 * @PruneTokens} makes; {@link LeftTokensLayer} moves them together.
 *
 * @param of the self-attention that carries the annotation
 * @param heads of the attention
 * @param classToken whether the first token is a classification's and stays
 */
public record TokensLayer(String of, TokenChoice choice, int heads, boolean classToken) implements Layer {
  static final String KIND = "PruneTokens";
  static final String RECEIVED = "received";
  /** Keys of a tile: their scores lie side by side. */
  private static final int TILE = 4;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "keeps " + choice.text(inputs.getFirst().width());
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    // The rules of the annotation have seen to it.
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    int tokens = inputs.getFirst().width();
    int columns = choice.columns(tokens);
    int kept = Math.max(columns, choice.keep());
    if (kept > tokens || (kept == tokens && choice.isFixed())) {
      problems.accept(Diagnostic.TOKENS_ALL_KEPT.with(of, kept, tokens));
      return null;
    }
    return Shape.of(columns);
  }

  @Override
  public boolean passesGradient() {
    return false;
  }

  @Override
  public boolean makesMask(boolean masked) {
    return masked || !choice.isFixed();
  }

  @Override
  public List<Extra> extras(List<Shape> inputs, Shape output, boolean masked) {
    List<Extra> extras = new ArrayList<>();
    extras.add(new Extra(RECEIVED, inputs.getFirst().width(), Life.RESULT));
    if (makesMask(masked)) {
      extras.addAll(EmbeddingLayer.mask(output.size()));
    }
    return extras;
  }

  @Override
  public List<String> readsExtras() {
    return choice.score() == TokenScore.ATTENTION ? List.of(scores()) : List.of();
  }

  private String headsLayer() {
    return of + ".heads";
  }

  /** The attention shares of the heads. */
  private String scores() {
    return headsLayer() + "." + AttentionLayer.SCORES;
  }

  /** Additions of the shares, and as many comparisons as there are pairs of tokens. */
  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    long tokens = inputs.getFirst().width();
    return tokens * tokens * (choice.score() == TokenScore.ATTENTION ? heads + 1 : 1);
  }

  @Override
  public boolean runsOverColumns() {
    return true;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    boolean random = choice.score() == TokenScore.RANDOM;
    List<KernelCall> forward = List.of(random ? random(wiring) : receivedTraining(wiring), select(wiring));
    List<KernelCall> inference = List.of(random ? random(wiring) : receivedInference(wiring), select(wiring));
    List<KernelCall> single = List.of(random ? random(wiring) : receivedSingle(wiring), select(wiring));
    LayerKernels kernels = new LayerKernels(forward, List.of(), inference, List.of(), List.of(), single);
    return makesMask(wiring.isMasked())
        ? kernels.followedBy(EmbeddingLayer.columns(wiring, wiring.shape().size()))
        : kernels;
  }

  /** Of all heads; queries count by what they weigh. */
  KernelCall receivedTraining(Wiring wiring) {
    TokenWeighing weighing = wiring.weighing();
    return received(wiring, false, weighing.isWeighed() ? weighing.weights() : wiring.mask(), least(weighing));
  }

  /** Of the heads that are left. */
  KernelCall receivedInference(Wiring wiring) {
    return received(wiring, true, wiring.mask(), 1);
  }

  /** What a sum over tokens is divided by at the least: without any there is nothing to divide. */
  static float least(TokenWeighing weighing) {
    return weighing.isWeighed() ? 1e-30f : 1;
  }

  private static int tokens(Wiring wiring) {
    return wiring.inputs().getFirst().shape().width();
  }

  /**
   * {@code s[j] = sum_h sum_i valid[i] P[h,i,j] / (heads sum_i valid[i])}. In a frozen network a head that is gone counts
   * as what it was, one that attends to all tokens alike: its sum over the queries is 1.
   */
  private KernelCall received(Wiring wiring, boolean left, String counts, float least) {
    int tokens = tokens(wiring);
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer p = call.laned("p", Access.READ, new Operand.Value(scores()));
    Buffer valid = wiring.isMasked() ? call.laned("valid", Access.READ, new Operand.Value(counts)) : null;
    Buffer s = call.laned("s", Access.UPDATE, new Operand.Value(wiring.extra(RECEIVED)));
    Axis head = left ? Axis.of("head", heads).over(call.leftHeads(headsLayer())) : Axis.of("head", heads);
    Axis query = call.columns("query", tokens);
    Axis key = call.columns("key", tokens);
    Local count = Local.lanes("count");
    Local share = Local.lanes("share");
    Affine at = head.times(tokens * tokens).plus(query.times(tokens)).plus(key.index());
    Expr attention = valid == null ? p.at(at) : p.at(at).times(valid.at(query.index()));
    // In the order of memory, the sums being lines that stay near.
    List<Stmt> body = new ArrayList<>(Lowering.lanes(
        List.of(key), List.of(Stmt.store(s, key.index(), Expr.constant(left ? heads : 0)))));
    List<Stmt> ofHead = new ArrayList<>();
    if (left) {
      ofHead.addAll(Lowering.lanes(List.of(key), List.of(Stmt.accumulate(s, key.index(), Expr.constant(-1)))));
    }
    ofHead.addAll(Lowering.lanes(List.of(query, key), List.of(Stmt.accumulate(s, key.index(), attention))));
    body.addAll(Axis.nest(List.of(head), ofHead));
    List<Stmt> block = new ArrayList<>();
    if (valid == null) {
      block.add(Stmt.define(share, Expr.constant(1f / (heads * tokens))));
    } else {
      block.add(Stmt.define(count, Expr.constant(0)));
      block.addAll(Axis.nest(List.of(query), List.of(Stmt.add(count, valid.at(query.index())))));
      block.add(Stmt.define(share, Expr.constant(1f / heads).dividedBy(count.read().max(least))));
    }
    block.addAll(Axis.nest(
        List.of(key), List.of(Stmt.store(s, key.index(), s.at(key.index()).times(share.read())))));
    body.addAll(Lowering.lanes(List.of(), block));
    KernelSchedule schedule =
        key.isLoop() ? KernelSchedule.tile(key.var(), Math.min(TILE, tokens)) : KernelSchedule.PLAIN;
    return call.call(
        RECEIVED,
        "s[j] = sum_h sum_i valid[i] P[h,i,j] / (" + heads + " sum_i valid[i])",
        "attention that each token of " + of + " receives",
        schedule,
        body);
  }

  KernelCall receivedSingle(Wiring wiring) {
    List<Operand> operands = new ArrayList<>(List.of(new Operand.Value(scores())));
    KernelCall call = routine(
        wiring, wiring.isMasked() ? Routine.Kind.MASKED_RECEIVED : Routine.Kind.RECEIVED, operands,
        List.of(heads, tokens(wiring)), "attention that each token of " + of + " receives");
    List<Operand> all = new ArrayList<>(call.operands());
    if (wiring.isMasked()) {
      all.add(new Operand.Columns(wiring.columns()));
    }
    all.add(new Operand.Channels(headsLayer(), false, ChannelPart.HEADS));
    return KernelCall.of(call.routine(), all, call.purpose());
  }

  private KernelCall random(Wiring wiring) {
    return routine(wiring, wiring.isMasked() ? Routine.Kind.MASKED_RANDOM : Routine.Kind.RANDOM, new ArrayList<>(),
        List.of(tokens(wiring)), "a random order of the tokens of " + of);
  }

  private static KernelCall routine(
      Wiring wiring, Routine.Kind kind, List<Operand> operands, List<Integer> constants, String purpose) {
    if (wiring.isMasked()) {
      operands.add(new Operand.Value(wiring.mask()));
    }
    operands.add(new Operand.Value(wiring.extra(RECEIVED)));
    return KernelCall.of(new Routine(kind, constants), operands, purpose);
  }

  private KernelCall select(Wiring wiring) {
    List<Operand> operands = new ArrayList<>(List.of(new Operand.Value(wiring.extra(RECEIVED))));
    if (wiring.isMasked()) {
      operands.add(new Operand.Value(wiring.mask()));
    }
    operands.add(new Operand.Value(wiring.name()));
    boolean some = makesMask(wiring.isMasked());
    if (some) {
      operands.add(new Operand.Value(wiring.extra(EmbeddingLayer.VALID)));
    }
    Routine.Kind kind =
        wiring.isMasked() ? Routine.Kind.MASKED_SELECT : some ? Routine.Kind.SELECT_SOME : Routine.Kind.SELECT;
    Routine routine = new Routine(
        kind,
        List.of(tokens(wiring), wiring.shape().size(), classToken ? 1 : 0, choice.keep()),
        List.of(choice.share(), choice.threshold()));
    return KernelCall.of(routine, operands, wiring.name() + " = places of the tokens that stay");
  }
}
