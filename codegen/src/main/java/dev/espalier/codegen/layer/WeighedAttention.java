package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * What an attention adds to gradients where thresholds of tokens are learned: its shares have one by the scores of the
 * tokens that they make, and what its own tokens weigh has one by its shares and by those scores. See {@link
 * LearnedTokensLayer}, and {@link AttentionLayer} for the letters.
 */
record WeighedAttention(AttentionNests nests) {

  /** Before the softmax's gradient: of the shares by the scores {@code s[j] = sum_h sum_i w[i] P[h,i,j] / (H W)}. */
  List<KernelCall> judged() {
    if (!wiring().weighing().isJudged()) {
      return List.of();
    }
    return wiring().weighing().isWeighed() ? List.of(shares(), queries()) : List.of(shares());
  }

  /** Behind the softmax's gradient: of the logarithms of what keys weigh. */
  List<KernelCall> keys() {
    return wiring().weighing().isWeighed() ? List.of(keyWeights()) : List.of();
  }

  private Wiring wiring() {
    return nests.wiring();
  }

  private int heads() {
    return nests.layer().heads();
  }

  /** What queries weigh; null where all are tokens that weigh the same. */
  private Buffer queryWeights(CallBuilder call) {
    TokenWeighing weighing = wiring().weighing();
    return weighing.isWeighed() || wiring().isMasked()
        ? call.laned("w", Access.READ, new Operand.Value(weighing.isWeighed() ? weighing.weights() : wiring().mask()))
        : null;
  }

  /** Defines {@code 1 / (H W)}. */
  private List<Stmt> share(Local share, Buffer w, Axis other) {
    if (w == null) {
      return List.of(Stmt.define(share, Expr.constant(1f / (heads() * nests.tokens()))));
    }
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(Axis.nest(List.of(other), List.of(Stmt.add(sum, w.at(other.index())))));
    block.add(Stmt.define(
        share, Expr.constant(1f / heads()).dividedBy(sum.read().max(TokensLayer.least(wiring().weighing())))));
    return block;
  }

  /** {@code dP[h,i,j] += w[i] ds[j] / (H W)}. */
  private KernelCall shares() {
    CallBuilder call = nests.builder();
    Buffer ds = call.laned("ds", Access.READ, new Operand.Value(wiring().weighing().scoreGradient()));
    Buffer w = queryWeights(call);
    Buffer dp = call.laned("dp", Access.UPDATE, new Operand.Gradient(wiring().extra(AttentionLayer.SCORES)));
    Axis query = call.columns("query", nests.tokens());
    Axis key = call.columns("key", nests.tokens());
    Axis head = nests.head();
    Local share = Local.lanes("share");
    Local factor = Local.lanes("factor");
    List<Stmt> block = new ArrayList<>(share(share, w, call.columns("other", nests.tokens())));
    block.add(Stmt.define(factor, w == null ? share.read() : share.read().times(w.at(query.index()))));
    block.addAll(Axis.nest(
        List.of(head, key),
        List.of(Stmt.accumulate(dp, nests.pair(head, query, key), ds.at(key.index()).times(factor.read())))));
    return call.call(
        "judged gradient",
        "dP[h,i,j] += w[i] ds[j] / (" + heads() + " sum_i w[i])",
        "gradient of the shares of " + wiring().name() + " by the scores of its tokens",
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(query), block));
  }

  /** {@code dlogw[i] += w[i] (a[i] - sum_k w[k] a[k] / W) / (H W), a[i] = sum_h sum_j ds[j] P[h,i,j]}. */
  private KernelCall queries() {
    CallBuilder call = nests.builder();
    Buffer ds = call.laned("ds", Access.READ, new Operand.Value(wiring().weighing().scoreGradient()));
    Buffer p = call.laned("p", Access.READ, new Operand.Value(wiring().extra(AttentionLayer.SCORES)));
    Buffer w = queryWeights(call);
    Buffer pulls = call.laned("pulls", Access.UPDATE, new Operand.Value(wiring().weighing().pulls()));
    Axis query = call.columns("query", nests.tokens());
    Axis key = call.columns("key", nests.tokens());
    Axis other = call.columns("other", nests.tokens());
    Axis head = nests.head();
    Local share = Local.lanes("share");
    Local total = Local.lanes("total");
    Local mean = Local.lanes("mean");
    Local own = Local.lanes("own");
    Local again = Local.lanes("again");
    List<Stmt> block = new ArrayList<>(share(share, w, other));
    block.add(Stmt.define(total, Expr.constant(0)));
    List<Stmt> first = new ArrayList<>(List.of(Stmt.define(own, Expr.constant(0))));
    first.addAll(Axis.nest(
        List.of(head, key), List.of(Stmt.addProduct(own, ds.at(key.index()), p.at(nests.pair(head, query, key))))));
    first.add(Stmt.addProduct(total, own.read(), w.at(query.index())));
    block.addAll(Axis.nest(List.of(query), first));
    block.add(Stmt.define(mean, total.read().times(share.read()).times(heads())));
    List<Stmt> second = new ArrayList<>(List.of(Stmt.define(again, Expr.constant(0))));
    second.addAll(Axis.nest(
        List.of(head, key), List.of(Stmt.addProduct(again, ds.at(key.index()), p.at(nests.pair(head, other, key))))));
    second.add(Stmt.accumulate(
        pulls, other.index(), again.read().minus(mean.read()).times(w.at(other.index())).times(share.read())));
    block.addAll(Axis.nest(List.of(other), second));
    return call.call(
        "query weight gradient",
        "dlogw[i] += w[i] (a[i] - sum_k w[k] a[k] / W) / (" + heads() + " W), a[i] = sum_h sum_j ds[j] P[h,i,j]",
        "gradient of what tokens weigh as queries of " + wiring().name(),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(), block));
  }

  /** {@code dlogw[j] += sqrt(d) sum_h sum_i dS[h,i,j]}: dS is the gradient before the scaling by 1 / sqrt(d). */
  private KernelCall keyWeights() {
    CallBuilder call = nests.builder();
    Buffer ds = call.laned("ds", Access.READ, new Operand.Gradient(wiring().extra(AttentionLayer.SCORES)));
    Buffer pulls = call.laned("pulls", Access.UPDATE, new Operand.Value(wiring().weighing().pulls()));
    Axis query = call.columns("query", nests.tokens());
    Axis key = call.columns("key", nests.tokens());
    Axis head = nests.head();
    Local sum = Local.lanes("sum");
    float root = (float) Math.sqrt(wiring().shape().channels() / (double) heads());
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(Axis.nest(List.of(head, query), List.of(Stmt.add(sum, ds.at(nests.pair(head, query, key))))));
    block.add(Stmt.accumulate(pulls, key.index(), sum.read().times(root)));
    return call.call(
        "key weight gradient",
        "dlogw[j] += sqrt(d) sum_h sum_i dS[h,i,j]",
        "gradient of what tokens weigh as keys of " + wiring().name(),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(key), block));
  }
}
