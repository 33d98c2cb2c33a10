package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.ConstantTable;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Expr.Comparison;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * The loop nests of attention, forward and backward; see {@link AttentionLayer} for the letters.
 *
 * @param apart lines from one feature to the next, in inputs and result alike
 */
record AttentionNests(AttentionLayer layer, Wiring wiring, int apart) {
  /** Below every score, and finite: what is left out of a maximum. */
  private static final float LOWEST = -1e30f;

  /** Both sides of a tile, whose lines are loaded once for all of it. */
  private static final int TILE = 3;

  List<KernelCall> forward() {
    return List.of(scores(false), softmax(false, wiring.weighing().isWeighed()), mixture(false));
  }

  /** Over those heads that are left, where some can be gone. */
  List<KernelCall> inference() {
    boolean left = wiring.removable();
    return List.of(scores(left), softmax(left, false), mixture(left));
  }

  List<KernelCall> backward() {
    List<KernelCall> calls = new ArrayList<>(List.of(scoreGradient()));
    WeighedAttention weighed = new WeighedAttention(this);
    calls.addAll(weighed.judged());
    calls.addAll(List.of(valueGradient(), softmaxGradient()));
    calls.addAll(weighed.keys());
    calls.addAll(List.of(queryGradient(), keyGradient()));
    return calls;
  }

  int tokens() {
    return wiring.shape().width();
  }

  Axis head() {
    return Axis.of("head", layer.heads());
  }

  /** All heads, or those that are left; declares what says which. */
  private Axis head(CallBuilder call, boolean left) {
    return left ? head().over(call.leftHeads()) : head();
  }

  private Axis feature() {
    return Axis.of("feature", wiring.shape().channels() / layer.heads());
  }

  private Axis query(CallBuilder call) {
    return call.columns("query", tokens());
  }

  private Axis key(CallBuilder call) {
    return call.columns("key", tokens());
  }

  /** The line of a feature of a head's token. */
  private Affine line(Axis head, Axis feature, Axis token) {
    return head.times(feature.count() * apart).plus(feature.times(apart)).plus(token.index());
  }

  /** The line of a pair. */
  Affine pair(Axis head, Axis query, Axis key) {
    return head.times(tokens() * tokens()).plus(query.times(tokens())).plus(key.index());
  }

  private float scale() {
    return (float) (1 / Math.sqrt(feature().count()));
  }

  CallBuilder builder() {
    return new CallBuilder(wiring, layer.describe(wiring.inputShapes(), wiring.shape()));
  }

  private Buffer value(CallBuilder call, int input, String name) {
    return Lowering.input(call, wiring, input, name);
  }

  private Buffer pairs(CallBuilder call, String name, Access access) {
    return call.laned(name, access, new Operand.Value(wiring.extra(AttentionLayer.SCORES)));
  }

  private Buffer pairGradients(CallBuilder call, String name, Access access) {
    return call.laned(name, access, new Operand.Gradient(wiring.extra(AttentionLayer.SCORES)));
  }

  private static KernelSchedule tile(Axis... axes) {
    KernelSchedule schedule = KernelSchedule.PLAIN;
    for (Axis axis : axes) {
      schedule = axis.isLoop() ? schedule.with(axis.var(), Math.min(TILE, axis.count())) : schedule;
    }
    return schedule;
  }

  /** {@code P[h,i,j] = sum_d q[h,d,i] k[h,d,j] / sqrt(d)}, before the softmax. */
  private KernelCall scores(boolean left) {
    CallBuilder call = builder();
    Buffer q = value(call, 0, "q");
    Buffer k = value(call, 1, "k");
    Buffer p = pairs(call, "p", Access.WRITE);
    return products(call, "scores", "P[h,i,j] = sum_d q[h,d,i] k[h,d,j] / sqrt(d)",
        "scores of " + wiring.inputs().get(0).name() + " and " + wiring.inputs().get(1).name(), q, k, p, scale(), left);
  }

  /** {@code dP[h,i,j] = sum_d dy[h,d,i] v[h,d,j]}. */
  private KernelCall scoreGradient() {
    CallBuilder call = builder();
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer v = value(call, 2, "v");
    Buffer dp = pairGradients(call, "dp", Access.WRITE);
    return products(call, "score gradient", "dP[h,i,j] = sum_d dy[h,d,i] v[h,d,j]",
        "gradient of the scores of " + wiring.name(), dy, v, dp, 1, false);
  }

  private KernelCall products(
      CallBuilder call, String role, String formula, String purpose, Buffer left, Buffer right, Buffer to, float by,
      boolean ofLeft) {
    Axis head = head(call, ofLeft);
    Axis query = query(call);
    Axis key = key(call);
    Axis feature = feature();
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(Axis.nest(
        List.of(feature),
        List.of(Stmt.addProduct(sum, left.at(line(head, feature, query)), right.at(line(head, feature, key))))));
    block.add(Stmt.store(to, pair(head, query, key), by == 1 ? sum.read() : sum.read().times(by)));
    return call.call(role, formula, purpose, tile(query, key), Lowering.lanes(List.of(head, query, key), block));
  }

  /**
   * {@code P[h,i,j] = e^(P[h,i,j] - m) / sum_j e^(P[h,i,j] - m)}, m the largest of those that count. {@code e^x =
   * (1 + t) / (1 - t)} with {@code t = tanh(x / 2)}: for x below 0 within a few units of 2^-24, whatever x, and made of
   * multiply-adds. A token that weighs less than others counts as so much of one: {@code w[j] e^(P[h,i,j] - m)}.
   */
  private KernelCall softmax(boolean left, boolean weighed) {
    CallBuilder call = builder();
    Axis query = query(call);
    Axis key = key(call);
    Axis head = head(call, left);
    Buffer p = pairs(call, "p", Access.UPDATE);
    Buffer valid = wiring.isMasked() ? call.laned("valid", Access.READ, new Operand.Value(wiring.mask())) : null;
    Buffer w = weighed ? call.laned("w", Access.READ, new Operand.Value(wiring.weighing().weights())) : null;
    Buffer causal = layer.causal()
        ? call.floats("causal", Access.READ, new Operand.Constants(wiring.name(), new ConstantTable.Causal(tokens())))
        : null;
    Affine at = pair(head, query, key);
    Local largest = Local.lanes("largest");
    Local curve = Local.lanes("curve");
    Local power = Local.lanes("power");
    Local sum = Local.lanes("sum");
    Local share = Local.lanes("share");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(largest, Expr.constant(LOWEST)));
    block.addAll(Axis.nest(
        List.of(key),
        List.of(Stmt.assign(
            largest, largest.read().max(where(valid, causal, query, key, p.at(at), Expr.constant(LOWEST)))))));
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(Axis.nest(
        List.of(key),
        List.of(
            Stmt.define(curve, p.at(at).minus(largest.read()).min(0).times(0.5f).tanh()),
            Stmt.define(power, where(valid, causal, query, key, power(curve, w, key), Expr.constant(0))),
            Stmt.store(p, at, power.read()),
            Stmt.add(sum, power.read()))));
    // With nobody to attend to all shares are 0.
    block.add(Stmt.define(share, Expr.constant(1).dividedBy(sum.read().max(1e-30f))));
    block.addAll(Axis.nest(List.of(key), List.of(Stmt.store(p, at, p.at(at).times(share.read())))));
    return call.call(
        "softmax",
        "P[h,i,j] = e^P[h,i,j] / sum_j e^P[h,i,j], j a token" + (layer.causal() ? " not after i" : ""),
        "shares of the tokens of " + wiring.name(),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(head, query), block));
  }

  private static Expr power(Local curve, Buffer w, Axis key) {
    Expr power = curve.read().plus(1).dividedBy(Expr.constant(1).minus(curve.read()));
    return w == null ? power : power.times(w.at(key.index()));
  }

  /** The expression where the key is a token that the query sees, else another. */
  private Expr where(Buffer valid, Buffer causal, Axis query, Axis key, Expr seen, Expr otherwise) {
    Expr value = seen;
    if (valid != null) {
      value = Expr.select(Comparison.GREATER, valid.at(key.index()), Expr.constant(0), value, otherwise);
    }
    if (causal != null) {
      Expr sees = Expr.constant(0).plus(causal.at(query.times(tokens()).plus(key.index())));
      value = Expr.select(Comparison.GREATER, sees, Expr.constant(0), value, otherwise);
    }
    return value;
  }

  /** {@code dS[h,i,j] = P[h,i,j] (dP[h,i,j] - sum_j P[h,i,j] dP[h,i,j]) / sqrt(d)}, in place. */
  private KernelCall softmaxGradient() {
    CallBuilder call = builder();
    Axis head = head();
    Axis query = query(call);
    Axis key = key(call);
    Buffer p = pairs(call, "p", Access.READ);
    Buffer dp = pairGradients(call, "dp", Access.UPDATE);
    Affine at = pair(head, query, key);
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(Axis.nest(List.of(key), List.of(Stmt.addProduct(sum, p.at(at), dp.at(at)))));
    block.addAll(Axis.nest(
        List.of(key),
        List.of(Stmt.store(dp, at, dp.at(at).minus(sum.read()).times(p.at(at)).times(scale())))));
    return call.call(
        "softmax gradient",
        "dS[h,i,j] = P[h,i,j] (dP[h,i,j] - sum_j P[h,i,j] dP[h,i,j]) / sqrt(d)",
        "gradient of the scores of " + wiring.name() + " before the softmax",
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(head, query), block));
  }

  /** {@code y[h,d,i] = sum_j P[h,i,j] v[h,d,j]}. */
  private KernelCall mixture(boolean left) {
    CallBuilder call = builder();
    Buffer p = pairs(call, "p", Access.READ);
    Buffer v = value(call, 2, "v");
    Buffer y = call.laned("y", Access.WRITE, new Operand.Value(wiring.name()));
    return mixture(call, "mixture", "y[h,d,i] = sum_j P[h,i,j] v[h,d,j]",
        wiring.name() + " = shares times " + wiring.inputs().get(2).name(), p, v, y, head(call, left), false, false);
  }

  /** {@code dq[h,d,i] = sum_j dS[h,i,j] k[h,d,j]}. */
  private KernelCall queryGradient() {
    Wiring.Source input = wiring.inputs().getFirst();
    CallBuilder call = builder();
    Buffer ds = pairGradients(call, "ds", Access.READ);
    Buffer k = value(call, 1, "k");
    Buffer dq = Lowering.inputGradient(call, input, "dq");
    return mixture(call, "query gradient", "dq[h,d,i]" + Lowering.sign(input) + "sum_j dS[h,i,j] k[h,d,j]",
        Lowering.gradientPurpose(input), ds, k, dq, head(), false, input.accumulate());
  }

  /** {@code dk[h,d,j] = sum_i dS[h,i,j] q[h,d,i]}. */
  private KernelCall keyGradient() {
    Wiring.Source input = wiring.inputs().get(1);
    CallBuilder call = builder();
    Buffer ds = pairGradients(call, "ds", Access.READ);
    Buffer q = value(call, 0, "q");
    Buffer dk = Lowering.inputGradient(call, input, "dk");
    return mixture(call, "key gradient", "dk[h,d,j]" + Lowering.sign(input) + "sum_i dS[h,i,j] q[h,d,i]",
        Lowering.gradientPurpose(input), ds, q, dk, head(), true, input.accumulate());
  }

  /** {@code dv[h,d,j] = sum_i P[h,i,j] dy[h,d,i]}. */
  private KernelCall valueGradient() {
    Wiring.Source input = wiring.inputs().get(2);
    CallBuilder call = builder();
    Buffer p = pairs(call, "p", Access.READ);
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dv = Lowering.inputGradient(call, input, "dv");
    return mixture(call, "value gradient", "dv[h,d,j]" + Lowering.sign(input) + "sum_i P[h,i,j] dy[h,d,i]",
        Lowering.gradientPurpose(input), p, dy, dv, head(), true, input.accumulate());
  }

  /** {@code to[h,d,a] = sum_b pairs[h,a,b] from[h,d,b]}, or with the pairs the other way round. */
  private KernelCall mixture(
      CallBuilder call, String role, String formula, String purpose, Buffer pairs, Buffer from, Buffer to, Axis head,
      boolean transposed, boolean accumulate) {
    Axis feature = feature();
    Axis token = call.columns("token", tokens());
    Axis other = call.columns("other", tokens());
    Local sum = Local.lanes("sum");
    Affine pair = transposed ? pair(head, other, token) : pair(head, token, other);
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(Axis.nest(
        List.of(other), List.of(Stmt.addProduct(sum, pairs.at(pair), from.at(line(head, feature, other))))));
    block.add(new Stmt.Store(to, line(head, feature, token), sum.read(), accumulate));
    return call.call(
        role, formula, purpose, tile(feature, token), Lowering.lanes(List.of(head, feature, token), block));
  }
}
