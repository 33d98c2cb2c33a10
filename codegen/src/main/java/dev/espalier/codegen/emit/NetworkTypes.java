package dev.espalier.codegen.emit;

import java.util.Set;

/** The types that a network's class mentions. */
final class NetworkTypes {

  /** A field of such a name would hide the type from the methods that mention it. */
  static final Set<String> SIMPLE_NAMES = Set.of(
      "Activation", "ArrayList", "AugmentSettings", "BakedForm", "BitmapForm", "Blueprint", "BudgetLimits",
      "ChannelFlow", "ChannelPlan", "CompactForm", "Criterion", "Dataset", "DenseForm", "Densities", "DropoutInfo",
      "DynamicInfo", "Encoding", "Frozen", "FrozenLayer", "FrozenPlan", "FrozenProgram", "GatedFilters", "Generated",
      "Granularity", "GroupShape", "History", "InputInfo", "LargestValues", "LayerInfo", "LayerParameters", "Layout",
      "LearnedThreshold", "LearningRateKind", "LearningRateSettings", "List", "Listener", "Lookup", "Loss",
      "NetworkBuilder", "NormalizationInfo", "NormalizationStep", "OptimizerKind", "OptimizerSettings", "Override", "PanelForm", "Part",
      "Path", "Penalty", "PenaltyInfo", "PrunableNetwork", "PrunePolicy", "RankingPlan", "Regrow", "Rewind",
      "RowForm", "RunOptions", "ScheduleKind", "SchedulePlan", "Scope", "ScorerChoice", "ScoringOptions",
      "SequenceTables", "SingleAttention", "String", "StripForm", "TokenColumns", "TokenSelection", "TokenWeights",
      "TrainingRun", "TrainSettings", "Unit", "WeightGeometry", "WeightStep", "dev", "java", "javax", "jdk");

  private NetworkTypes() {}
}
