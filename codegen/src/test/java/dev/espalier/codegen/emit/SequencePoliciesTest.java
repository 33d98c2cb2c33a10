package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.espalier.codegen.layer.AddLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.EmbeddingLayer;
import dev.espalier.codegen.layer.MeanPoolLayer;
import dev.espalier.codegen.layer.SelfAttentionLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Loss;
import dev.espalier.dsl.Penalty;
import dev.espalier.dsl.Regrow;
import dev.espalier.dsl.Rewind;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.PolicyException;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.runtime.progress.Listener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a dense layer over a vector can be pruned by, the projections of an attention and dense layers over tokens can
 * be, too; what is refused of one is refused of the others by the same rule.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SequencePoliciesTest {
  private static final int TOKENS = 5;
  private static final int RECORDS = 24;
  private static final List<String> OVER_TOKENS =
      List.of("attended.query", "attended.key", "attended.value", "up", "attended", "down");
  private static final List<String> DENSE = List.of("up", "down");
  private static final TrainSettings SETTINGS = new TrainSettings(
      Loss.CROSS_ENTROPY, OptimizerSettings.sgd(0.05, 0.9), LearningRateSettings.constant(), 8, 2);

  private final Dataset data = data();
  private GeneratedNetwork sequences;
  private GeneratedNetwork vectors;
  private GeneratedNetwork around;

  @BeforeAll
  void compile() {
    PrunePolicy half = PrunePolicy.toSparsity(0.5);
    List<GeneratedNetwork> all = GeneratedNetwork.together(List.of(
        attended("OverTokens", half)
            .layer("up", new DenseLayer(16, true), Activation.GELU, half, "attended")
            .layer("down", new DenseLayer(8, true), null, half, "up")
            .layer("mean", new MeanPoolLayer(), "down")
            .layer("logits", new DenseLayer(3, true), "mean")
            .selected(),
        Models.model("some.pkg", "OverVectors").train(SETTINGS)
            .input("numbers", 5)
            .layer("first", new DenseLayer(8, true), "numbers")
            .layer("up", new DenseLayer(16, true), Activation.GELU, half, "first")
            .layer("down", new DenseLayer(8, true), null, half, "up")
            .layer("logits", new DenseLayer(3, true), "down")
            .selected(),
        attended("WithWaysAround", half)
            .layer("first", new AddLayer(), "embedded", "attended")
            .layer("up", new DenseLayer(16, true), Activation.GELU, half, "first")
            .layer("down", new DenseLayer(8, true), null, half, "up")
            .layer("second", new AddLayer(), "first", "down")
            .layer("mean", new MeanPoolLayer(), "second")
            .layer("logits", new DenseLayer(3, true), "mean")
            .selected()));
    sequences = all.get(0);
    vectors = all.get(1);
    around = all.get(2);
  }

  private static Models attended(String name, PrunePolicy policy) {
    return Models.model("some.pkg", name).train(SETTINGS)
        .tokens("words", TOKENS)
        .layer("embedded", new EmbeddingLayer(7, 8), "words")
        .layer("attended", new SelfAttentionLayer(2, false, true), null, policy, "embedded");
  }

  private static float[] sentence(int length, long seed) {
    return DrawnSamples.sentence(length, TOKENS, 7, seed);
  }

  private static Dataset data() {
    float[] ids = new float[RECORDS * TOKENS];
    int[] labels = new int[RECORDS];
    for (int s = 0; s < RECORDS; s++) {
      System.arraycopy(sentence(1 + s % TOKENS, s), 0, ids, s * TOKENS, TOKENS);
      labels[s] = (int) ids[s * TOKENS] % 3;
    }
    return Dataset.builder("words").input("words", new int[] {TOKENS}, ids).labels(labels, 3).build();
  }

  private static PrunePolicy policy(Granularity granularity) {
    PrunePolicy policy = PrunePolicy.toSparsity(0.5).granularity(granularity);
    return switch (granularity) {
      case VECTOR -> policy.blocks(1, 2);
      case BLOCK -> policy.blocks(2, 4);
      case N_OF_M -> policy.nOfM(2, 4, 1);
      case COLUMN_COMBINED -> policy.combining(4, 0.5);
      case LAYER -> policy.sparsity(0).threshold(1000);
      case ELEMENT, KERNEL, NEURON, FILTER, CHANNEL, HEAD -> policy;
    };
  }

  private static SchedulePlan schedule(ScheduleKind kind) {
    return switch (kind) {
      case ONE_SHOT -> SchedulePlan.oneShot(1);
      case ITERATIVE -> SchedulePlan.iterative(2, 1);
      case GRADUAL -> SchedulePlan.gradual(0, 1.5, 1);
      case LOTTERY -> SchedulePlan.lottery(1, 1, Rewind.INITIAL, 0);
      case REGULARISED -> SchedulePlan.regularised(Penalty.L1, 1e-3).from(1);
      case DYNAMIC -> SchedulePlan.dynamic(Regrow.GRADIENT, 0.3, 1);
    };
  }

  private static NetworkBuilder<?> builder(GeneratedNetwork network, List<String> layers, PrunePolicy policy) {
    NetworkBuilder<?> builder = network.builder().seed(3);
    OVER_TOKENS.stream().filter(layer -> network.builder().blueprint().indexOf(layer) >= 0).forEach(builder::keep);
    layers.forEach(layer -> builder.policy(layer, _ -> policy));
    return builder;
  }

  private static Set<Diagnostic> refusals(NetworkBuilder<?> builder) {
    Set<Diagnostic> refused = EnumSet.noneOf(Diagnostic.class);
    try {
      builder.build();
    } catch (PolicyException e) {
      e.problems().stream().map(Problem::diagnostic).forEach(refused::add);
    }
    return refused;
  }

  /** Heads are parts of attention alone; HeadPruningTest is about them. */
  private static List<String> comparable(PrunePolicy policy) {
    return policy.granularity() == Granularity.HEAD ? DENSE : OVER_TOKENS;
  }

  private boolean isTakenByBoth(PrunePolicy policy) {
    Set<Diagnostic> refused = refusals(builder(vectors, DENSE, policy));
    assertThat(refusals(builder(sequences, comparable(policy), policy))).as("%s", policy).isEqualTo(refused);
    return refused.isEmpty();
  }

  private void works(PrunePolicy policy) {
    if (isTakenByBoth(policy)) {
      works(sequences, comparable(policy), policy);
    }
  }

  /** Prunes, trains and freezes. */
  private void works(GeneratedNetwork generated, List<String> layers, PrunePolicy policy) {
    PrunableNetwork network = (PrunableNetwork) builder(generated, layers, policy).build();
    generated.fit(network, data, data, Listener.none());
    for (String layer : layers) {
      assertThat(network.layer(layer).weight().sparsity()).as("%s of %s", layer, policy).isPositive();
    }
    Frozen frozen = generated.freeze(network);
    float[] batch = new float[RECORDS * TOKENS];
    float[] scores = new float[RECORDS * 3];
    for (int s = 0; s < RECORDS; s++) {
      System.arraycopy(sentence(s % (TOKENS + 1), s), 0, batch, s * TOKENS, TOKENS);
    }
    frozen.session(RECORDS).scores(batch, scores);
    for (int s = 0; s < RECORDS; s++) {
      float[] ids = Arrays.copyOfRange(batch, s * TOKENS, (s + 1) * TOKENS);
      float[] expected = network.scores(ids);
      float[] one = frozen.scores(ids);
      for (int i = 0; i < 3; i++) {
        assertThat(scores[3 * s + i]).as("%s", policy).isCloseTo(expected[i], offset(1e-5f));
        assertThat(one[i]).as("%s", policy).isCloseTo(expected[i], offset(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void granularitiesUnderEverySchedule(Granularity granularity) {
    for (ScheduleKind kind : ScheduleKind.values()) {
      works(policy(granularity).schedule(schedule(kind)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void granularitiesInEveryEncoding(Granularity granularity) {
    for (Encoding encoding : Encoding.values()) {
      works(policy(granularity).encoding(encoding));
    }
  }

  @ParameterizedTest
  @EnumSource
  void criteriaOfWeightsAndUnits(Criterion criterion) {
    for (Granularity granularity : List.of(Granularity.ELEMENT, Granularity.NEURON, Granularity.N_OF_M)) {
      works(policy(granularity).criterion(criterion));
    }
  }

  /** Refused or not by the same rules, whatever is combined. */
  @Test
  void whatIsRefusedOfVectorsIsRefusedOfTokens() {
    List<PrunePolicy> all = new ArrayList<>();
    for (Granularity granularity : Granularity.values()) {
      for (ScheduleKind kind : ScheduleKind.values()) {
        for (Criterion criterion : Criterion.values()) {
          Stream.of(Encoding.AUTO, Encoding.N_OF_M, Encoding.BSR).forEach(encoding -> all.add(
              policy(granularity).schedule(schedule(kind)).criterion(criterion).encoding(encoding)));
        }
      }
    }
    long taken = all.stream().filter(this::isTakenByBoth).count();
    assertThat(taken).isBetween(200L, all.size() - 200L);
  }

  @Test
  void layersThatASumHasAWayAroundGoAsAWhole() {
    for (ScheduleKind kind : List.of(ScheduleKind.ONE_SHOT, ScheduleKind.REGULARISED)) {
      works(around, OVER_TOKENS, policy(Granularity.LAYER).schedule(schedule(kind)));
    }
    for (String layer : OVER_TOKENS) {
      assertThat(refusals(builder(sequences, List.of(layer), policy(Granularity.LAYER)))).as(layer)
          .isEqualTo(refusals(builder(vectors, List.of("up"), policy(Granularity.LAYER)))).isNotEmpty();
    }
  }
}
