package dev.espalier.codegen.emit;

import java.util.Set;

/** The types that a network's class mentions. */
final class NetworkTypes {

  /** A field of such a name would hide the type from the methods that mention it. */
  static final Set<String> SIMPLE_NAMES = Set.of(
      "ArrayList", "Blueprint", "Criterion", "Dataset", "DenseForm", "DropoutInfo", "Encoding", "Frozen",
      "FrozenLayer", "FrozenProgram", "Generated", "Granularity", "History", "InputInfo", "Layout", "LayerInfo",
      "LayerParameters", "LearningRateKind", "LearningRateSettings", "List", "Listener", "Loss", "NetworkBuilder",
      "OptimizerKind", "OptimizerSettings", "Override", "PanelForm", "Path", "Penalty", "PrunableNetwork",
      "PrunePolicy", "Regrow", "Rewind", "RowForm", "RunOptions", "SchedulePlan", "ScheduleKind", "Scope", "String",
      "TrainSettings", "TrainingRun", "Unit", "WeightGeometry", "WeightStep", "dev", "java", "javax", "jdk");

  private NetworkTypes() {}
}
