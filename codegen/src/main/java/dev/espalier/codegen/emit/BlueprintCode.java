package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.ChannelPlan;
import dev.espalier.runtime.model.DynamicInfo;
import dev.espalier.runtime.model.FrozenPlan;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.NormalizationInfo;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.GroupShape;
import dev.espalier.runtime.policy.HeadSide;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.RankingPlan;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.ScorerChoice;
import dev.espalier.runtime.policy.ScoringOptions;
import dev.espalier.runtime.policy.TrainSettings;
import java.util.List;

/** The records of a blueprint as expressions of Java. */
final class BlueprintCode {

  private BlueprintCode() {}

  /** {@code new InputInfo("image", List.of(1, 28, 28), Layout.image(1, 28, 28), IMAGE, ...)}. */
  static CodeBlock input(InputInfo input, String trainingLine, String inferenceLine) {
    return CodeBlock.of("new $T(\n$>$S, $T.of($L),\n$L, $L,\n$L, $L$<)", InputInfo.class, input.name(), List.class,
        join(input.shape().stream().map(e -> CodeBlock.of("$L", e)).toList()), layout(input.training()), trainingLine,
        layout(input.inference()), inferenceLine);
  }

  /** {@code new LayerInfo("hidden1", "Dense", List.of("image"), ...)}. */
  static CodeBlock layer(LayerInfo layer) {
    CodeBlock inputs = join(layer.inputs().stream().map(i -> CodeBlock.of("$S", i)).toList());
    return CodeBlock.of("new $T(\n$>$S, $S, $T.of($L),\n$L, $L,\n$L,\n$L,\n$L$L$L$<)$L", LayerInfo.class, layer.name(),
        layer.kind(), List.class, inputs, layout(layer.output()), layout(layer.inferenceInput()),
        geometry(layer.weights()),
        policy(layer.policy()),
        frozen(layer.frozen()),
        dynamic(layer.dynamic()),
        normalization(layer.normalization()),
        channels(layer.channels()));
  }

  /** {@code , new NormalizationInfo(...)}, or nothing. */
  private static CodeBlock normalization(NormalizationInfo info) {
    return info == null ? CodeBlock.of("") : CodeBlock.of(",\nnew $T($L, $L, $L)", NormalizationInfo.class,
        info.momentum(), info.epsilon(), info.folded());
  }

  /** {@code , new DynamicInfo(...)}, or nothing for a layer that was declared. */
  private static CodeBlock dynamic(DynamicInfo d) {
    return d == null
        ? CodeBlock.of("")
        : CodeBlock.of(",\nnew $T($L, $S, $L, $L$L)", DynamicInfo.class, constant(d.part()), d.owner(), d.kept(),
            d.operations(), learned(d.learned()));
  }

  /** {@code , new LearnedThreshold(0.02, 0.01, -1.0)}, or nothing. */
  private static CodeBlock learned(DynamicInfo.LearnedThreshold learned) {
    return learned == null
        ? CodeBlock.of("")
        : CodeBlock.of(",\nnew $T($L, $L, $L)", DynamicInfo.LearnedThreshold.class, learned.start(),
            learned.temperature(), learned.until());
  }

  /** {@code .channels(new ChannelPlan(...))}, or nothing where nothing is known of them. */
  private static CodeBlock channels(ChannelPlan plan) {
    return plan.equals(ChannelPlan.WHOLE)
        ? CodeBlock.of("")
        : CodeBlock.of("\n$>.channels(new $T($L, $L, $L, $L$L))$<", ChannelPlan.class, constant(plan.flow()),
            plan.removable(), plan.activation() == null ? CodeBlock.of("null") : constant(plan.activation()),
            plan.slope(), plan.heads() == 0 ? "" : ", " + plan.heads());
  }

  /** {@code new TrainSettings(Loss.CROSS_ENTROPY, ...)}, or null. */
  static CodeBlock train(TrainSettings train) {
    if (train == null) {
      return CodeBlock.of("null");
    }
    TrainSettings.OptimizerSettings o = train.optimizer();
    TrainSettings.LearningRateSettings r = train.learningRate();
    CodeBlock optimizer = CodeBlock.of("new $T($L, $L, $L, $L, $L, $L, $L, $L)", TrainSettings.OptimizerSettings.class,
        constant(o.kind()), o.learningRate(), o.momentum(), o.nesterov(), o.weightDecay(), o.beta1(), o.beta2(),
        o.epsilon());
    CodeBlock learningRate = CodeBlock.of("new $T($L, $L, $L, $L, $L)", TrainSettings.LearningRateSettings.class,
        constant(r.kind()), r.warmup(), r.every(), r.factor(), r.floor());
    return CodeBlock.of("new $T(\n$>$L,\n$L,\n$L,\n$L, $L, $L, $L$L$<)", TrainSettings.class, constant(train.loss()),
        optimizer, learningRate, train.batch(), train.epochs(), train.evaluateEvery(), train.evaluatePrunings(),
        augment(train.augment()));
  }

  /** {@code , new AugmentSettings(true, 4)}, or nothing. */
  private static CodeBlock augment(TrainSettings.AugmentSettings augment) {
    return augment.equals(TrainSettings.AugmentSettings.NONE)
        ? CodeBlock.of("")
        : CodeBlock.of(",\nnew $T($L, $L)", TrainSettings.AugmentSettings.class, augment.flip(), augment.crop());
  }

  private static CodeBlock frozen(FrozenPlan plan) {
    if (plan == null) {
      return CodeBlock.of("null");
    }
    return CodeBlock.of(
        "new $T($L, $L, $L, $L, $L, $L, $L)", FrozenPlan.class, plan.tiles(), plan.stripRows(), plan.compact(),
        plan.bitmap(), layout(plan.output()),
        plan.activation() == null ? CodeBlock.of("null") : constant(plan.activation()),
        plan.slope());
  }

  private static CodeBlock layout(Layout layout) {
    if (layout == null) {
      return CodeBlock.of("null");
    }
    if (layout.equals(Layout.vector(layout.channels()))) {
      return CodeBlock.of("$T.vector($L)", Layout.class, layout.channels());
    }
    CodeBlock planes = CodeBlock.of("new $T($L, $L, $L, $L, $L)", Layout.class, layout.channels(), layout.height(),
        layout.width(), layout.padHeight(), layout.padWidth());
    return layout.gap() == 0 ? planes : CodeBlock.of("$L.apart($L)", planes, layout.gap());
  }

  private static CodeBlock geometry(WeightGeometry g) {
    if (g == null) {
      return CodeBlock.of("null");
    }
    if (!g.isProduct()) {
      return switch (g.use()) {
        case TABLE -> CodeBlock.of("$T.table($L, $L)", WeightGeometry.class, g.rows(), g.columns());
        case THRESHOLD -> CodeBlock.of("$T.threshold()", WeightGeometry.class);
        case SCALE, PRODUCT -> CodeBlock.of("$T.scale($L)", WeightGeometry.class, g.rows());
      };
    }
    if (g.equals(WeightGeometry.dense(g.filters(), g.channels(), g.bias()))) {
      return CodeBlock.of("$T.dense($L, $L, $L)", WeightGeometry.class, g.filters(), g.channels(), g.bias());
    }
    CodeBlock dilation = g.dilationHeight() == 1 && g.dilationWidth() == 1
        ? CodeBlock.of("")
        : CodeBlock.of("$L, $L, ", g.dilationHeight(), g.dilationWidth());
    return CodeBlock.of("new $T($L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L$L, $L)$L", WeightGeometry.class,
        g.filters(), g.channels(), g.height(), g.width(), g.kernelHeight(), g.kernelWidth(), g.strideHeight(),
        g.strideWidth(), g.padHeight(), g.padWidth(), dilation, g.groups(), g.bias(), heads(g.heads()));
  }

  /** {@code .heads(HeadSide.ofRows(4))}, or nothing where there are none. */
  private static CodeBlock heads(HeadSide side) {
    return side.exists()
        ? CodeBlock.of(".heads($T.$L($L))", HeadSide.class, side.rows() ? "ofRows" : "ofColumns", side.count())
        : CodeBlock.of("");
  }

  private static CodeBlock policy(PrunePolicy p) {
    if (p == null) {
      return CodeBlock.of("null");
    }
    CodeBlock plain = CodeBlock.of("$L, $L, $L, $L,\n$L,\n$L, $L, $L", p.sparsity(), p.threshold(),
        constant(p.granularity()), constant(p.criterion()), schedule(p.schedule()), constant(p.encoding()),
        constant(p.unit()),
        constant(p.scope()));
    if (p.shape().equals(GroupShape.DEFAULT) && p.ranking().equals(RankingPlan.DEFAULT)) {
      return CodeBlock.of("new $T(\n$>$L$<)$L", PrunePolicy.class, plain, scoring(p.scoring()));
    }
    return CodeBlock.of("new $T(\n$>$L,\n$L,\n$L,\n$T.DEFAULTS$<)$L", PrunePolicy.class, plain, shape(p.shape()),
        ranking(p.ranking()), ScoringOptions.class, scoring(p.scoring()));
  }

  /** {@code .scoring(new ScoringOptions(...))}, or nothing where all of it is as by default. */
  private static CodeBlock scoring(ScoringOptions s) {
    if (s.equals(ScoringOptions.DEFAULTS)) {
      return CodeBlock.of("");
    }
    CodeBlock scorer = s.scorer() == null
        ? CodeBlock.of("null")
        : CodeBlock.of("new $T($S, () -> new $L())", ScorerChoice.class, s.scorer().className(),
            s.scorer().className());
    return CodeBlock.of("\n$>.scoring(new $T($L, $L, $L,$W$L))$<", ScoringOptions.class, s.samples(), s.fisherBlock(),
        s.damping(), scorer);
  }

  private static CodeBlock shape(GroupShape s) {
    CodeBlock block = join(s.block().stream().map(extent -> CodeBlock.of("$L", extent)).toList());
    return CodeBlock.of("new $T($T.of($L), $L, $L, $L, $L, $L)", GroupShape.class, List.class, block, s.n(), s.m(),
        s.sharedRows(), s.columns(), s.conflicts());
  }

  private static CodeBlock ranking(RankingPlan r) {
    return CodeBlock.of("new $T($S, $L, $L, $L)", RankingPlan.class, r.group(), r.minSparsity(), r.maxSparsity(),
        constant(r.densities()));
  }

  /** {@code SchedulePlan.of(ScheduleKind.GRADUAL).from(1.0).to(12.0)}: the kind, and what differs from its defaults. */
  private static CodeBlock schedule(SchedulePlan s) {
    SchedulePlan defaults = SchedulePlan.of(s.kind());
    CodeBlock.Builder code = CodeBlock.builder().add("$T.of($L)", SchedulePlan.class, constant(s.kind()));
    element(code, "from", s.from(), defaults.from());
    element(code, "to", s.to(), defaults.to());
    element(code, "every", s.every(), defaults.every());
    element(code, "rounds", s.rounds(), defaults.rounds());
    element(code, "roundEpochs", s.roundEpochs(), defaults.roundEpochs());
    element(code, "rewind", s.rewind(), defaults.rewind());
    element(code, "rewindStep", s.rewindStep(), defaults.rewindStep());
    element(code, "fineTune", s.fineTune(), defaults.fineTune());
    element(code, "penalty", s.penalty(), defaults.penalty());
    element(code, "lambda", s.lambda(), defaults.lambda());
    element(code, "regrow", s.regrow(), defaults.regrow());
    element(code, "fraction", s.fraction(), defaults.fraction());
    return code.build();
  }

  private static void element(CodeBlock.Builder code, String name, Object value, Object byDefault) {
    if (!value.equals(byDefault)) {
      code.add("$Z.$L($L)", name, value instanceof Enum<?> choice ? constant(choice) : value);
    }
  }

  private static CodeBlock constant(Enum<?> value) {
    return CodeBlock.of("$T.$L", value.getDeclaringClass(), value.name());
  }

  /** Items of a list, wrapped where a line is full. */
  static CodeBlock join(List<CodeBlock> items) {
    return CodeBlock.join(items, ",$W");
  }
}
