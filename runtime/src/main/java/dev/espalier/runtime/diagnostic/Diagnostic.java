package dev.espalier.runtime.diagnostic;

/**
 * Every rule that a network can break, with its stable code and its texts. The message tells the rule and what was
 * found on both sides, the fix what to do. Arguments are positional and shared by both texts.
 */
public enum Diagnostic {
  // The interface
  NOT_AN_INTERFACE("NotAnInterface", "@Network stands on %1$s, which is %2$s; a network is an interface.",
      "declare %1$s as an interface whose methods are its layers."),
  GENERIC_NETWORK("GenericNetwork", "%1$s has type parameters (%2$s); a network is one graph with known shapes.",
      "remove the type parameters."),
  NAME_TAKEN("NameTaken", "the class %2$s is to be generated for %1$s, and there is one of that name already.",
      "rename %1$s or the class."),
  NOT_WRITTEN("NotWritten", "the class %1$s could not be written: %2$s.",
      "see that there is space and permission where the compiler puts generated sources (-s)."),
  NO_INPUTS("NoInputs", "%1$s declares no inputs; a network needs at least one.",
      "add inputs = @Input(name = \"image\", shape = {1, 28, 28}) to @Network."),
  NO_LAYERS("NoLayers", "%1$s has no layer methods; a network needs at least one.",
      "add a method such as @Dense(10) Tensor logits(Tensor %2$s)."),
  DUPLICATE_NAME("DuplicateName", "two values are called '%1$s' (%2$s and %3$s); a name is one value.",
      "rename one of them."),
  INPUT_NAME(
      "InputName", "input name '%1$s' is not a Java identifier; layer methods take inputs by name as parameters.",
      "use a Java identifier."),
  INPUT_TOKENS(
      "InputTokens", "input %1$s has %2$s; an input has exactly one of shape and tokens, and tokens at least 1.",
      "give shape for numbers, or tokens for a sequence of token ids."),
  INPUT_SHAPE(
      "InputShape", "input %1$s has shape %2$s; a shape is {features} or {channels, height, width}, each at least 1.",
      "give one or three extents of at least 1."),
  METHOD_SHAPE(
      "MethodShape",
      "%1$s %2$s; a layer method returns Tensor, takes only Tensor parameters and is neither default, static, private "
          + "nor generic.",
      "write it as Tensor %1$s(Tensor input, …)."),
  NO_LAYER_ANNOTATION("NoLayerAnnotation", "%1$s carries no layer annotation; every method of a network is a layer.",
      "add one of %2$s."),
  SEVERAL_LAYER_ANNOTATIONS("SeveralLayerAnnotations", "%1$s carries %2$s; a method is one layer.",
      "keep one and move the others to methods of their own."),
  // The graph
  UNKNOWN_VALUE("UnknownValue", "%1$s takes '%2$s', and no input or layer has that name.", "%3$s."),
  CYCLE("Cycle", "%1$s; the graph must be acyclic.", "take an earlier value at one of these layers."),
  NO_OUTPUT(
      "NoOutput", "every value of %1$s is consumed (%2$s); a network has one value that nobody consumes, its output.",
      "remove the layer that consumes the output."),
  SEVERAL_OUTPUTS("SeveralOutputs", "%1$s are consumed by nobody; a network has one output.",
      "consume all but one of them, with @Add or @Concat, or remove them."),
  UNUSED_INPUT("UnusedInput", "input %1$s is consumed by no layer.", "consume it or remove it from @Network."),
  // Layers
  ELEMENT_RANGE("ElementRange", "%1$s: %2$s = %3$s; it must be %4$s.", "use a value that is %4$s."),
  ACTIVATION_OPTION_IGNORED("ActivationOptionIgnored", "%1$s: @Activate(slope = %2$s) means nothing to %3$s.",
      "remove slope, or use LEAKY_RELU."),
  ELEMENT_COUNT(
      "ElementCount", "%1$s: %2$s has %3$s numbers; it takes one for both axes or two, {vertical, horizontal}.",
      "give one or two numbers."),
  INPUT_COUNT("InputCount", "%1$s is a %2$s, which takes %3$s, and has %4$s.", "pass %3$s."),
  VECTOR_NEEDED("VectorNeeded", "%1$s is a %2$s, which takes a vector {features}; %3$s has shape %4$s.",
      "put @Flatten or @GlobalAvgPool between %3$s and %1$s."),
  IMAGE_NEEDED("ImageNeeded", "%1$s is a %2$s, which takes an image {channels, height, width}; %3$s has shape %4$s.",
      "feed it a value with three extents; after @Flatten and @Dense there is no way back to an image."),
  SEQUENCE_NEEDED("SequenceNeeded", "%1$s is a %2$s, which takes a sequence {tokens, width}; %3$s has shape %4$s.",
      "feed it what @Embedding or @Patchify made, or what follows them."),
  SEQUENCE_NOT_TAKEN(
      "SequenceNotTaken", "%1$s is a %2$s, which takes vectors or images; %3$s is a sequence of shape %4$s.",
      "put @MeanPool or @ClassFeatures between %3$s and %1$s."),
  TOKENS_NEEDED("TokensNeeded", "%1$s is an @Embedding, which takes an input of token ids; %2$s is %3$s.",
      "declare an @Input(name = \"words\", tokens = 64) and take it."),
  TOKENS_NOT_EMBEDDED(
      "TokensNotEmbedded",
      "%1$s is a @%2$s and takes %3$s, an input of token ids; ids are names, not numbers to compute with.",
      "put an @Embedding between %3$s and %1$s."),
  HEADS_DO_NOT_DIVIDE(
      "HeadsDoNotDivide",
      "%1$s asks for %2$s heads over %3$s, whose tokens have %4$s features; heads share the features evenly.",
      "use heads in %5$s."),
  PATCHES_DO_NOT_DIVIDE(
      "PatchesDoNotDivide", "%1$s cuts %3$s into squares of %2$s pixels a side, and %2$s does not divide %4$s x %5$s.",
      "use a side in %6$s."),
  NO_CLASS_TOKEN(
      "NoClassToken",
      "%1$s is a @ClassFeatures, and no @ClsToken put a classification token before the tokens of %2$s.",
      "add @ClsToken where the sequence begins, or use @MeanPool."),
  CAUSAL_CLASS_TOKEN(
      "CausalClassToken",
      "%1$s is causal and comes behind %2$s, which puts the classification token first; it would attend to nothing but "
          + "itself.",
      "remove causal, or remove %2$s and use @MeanPool."),
  WINDOW_TOO_LARGE("WindowTooLarge", "%1$s has a window of %2$s; %3$s with its padding is only %4$s.",
      "use a window of at most %4$s, or more padding."),
  GROUPS_DO_NOT_DIVIDE(
      "GroupsDoNotDivide", "%1$s asks for %2$s groups over %3$s channels and %4$s filters; groups must divide both.",
      "use groups in %5$s."),
  SHAPES_DIFFER("ShapesDiffer", "%1$s is a %2$s, whose inputs %3$s; %4$s has shape %5$s and %6$s has %7$s.",
      "make them agree, for instance with a 1 x 1 @Conv2d or a @Dense on one side."),
  OUTPUT_NOT_A_VECTOR("OutputNotAVector", "the output %1$s has shape %2$s; %3$s is taken over a vector {features}.",
      "end the network with @Flatten, @GlobalAvgPool or @Dense."),
  AUGMENT_WITHOUT_IMAGE(
      "AugmentWithoutImage", "@Augment changes images {channels, height, width}, and the inputs are %1$s.",
      "remove augment, or give an input the shape of an image."),
  AUGMENT_CROP("AugmentCrop", "@Augment(crop = %1$s) would move an image out of sight; the inputs are %2$s.",
      "use a crop of at most %3$s."),
  SOFTMAX_TWICE(
      "SoftmaxTwice", "the output %1$s is a @Softmax, and loss = CROSS_ENTROPY takes the softmax of the output itself.",
      "end the network with %2$s, whose scores are the logits, or use loss = MEAN_SQUARED_ERROR."),
  TOO_LARGE("TooLarge", "%1$s has %2$s %3$s, more than an array can hold (%4$s).", "make the layer smaller."),
  // Training
  TRAIN_RANGE("TrainRange", "@Train: %1$s = %2$s; it must be %3$s.", "use a value that is %3$s."),
  OPTIMIZER_OPTION_IGNORED("OptimizerOptionIgnored", "@Optimizer: %1$s = %2$s means nothing to %3$s.",
      "remove %1$s, or use %4$s."),
  LEARNING_RATE_OPTION_IGNORED("LearningRateOptionIgnored", "@LearningRate: %1$s = %2$s means nothing to %3$s.",
      "remove %1$s, or use kind = %4$s."),
  NESTEROV_NEEDS_MOMENTUM(
      "NesterovNeedsMomentum", "@Optimizer: nesterov = true looks ahead along the momentum, and momentum is %1$s.",
      "set momentum, for instance 0.9, or remove nesterov."),
  ONE_CLASS("OneClass", "the output %1$s has %2$s feature; CROSS_ENTROPY needs at least two classes.",
      "give the output a feature a class, or use MEAN_SQUARED_ERROR."),
  // Pruning
  NOTHING_TO_PRUNE("NothingToPrune", "%1$s is a @%2$s and has no weights; a policy on it would do nothing.",
      "move @Prune to a layer with weights (%3$s) or remove it."),
  PRUNE_AND_KEEP("PruneAndKeep", "%1$s carries both @Prune and @Keep; one prunes it, the other keeps it dense.",
      "remove one of them."),
  KEEP_WITHOUT_DEFAULT(
      "KeepWithoutDefault", "%1$s carries @Keep, and the interface has no default @Prune to be kept from.",
      "remove @Keep, or put @Prune on the interface."),
  NOTHING_TO_KEEP("NothingToKeep", "%1$s is a @%2$s and has no weights; @Keep on it does nothing.",
      "remove @Keep."),
  DEFAULT_PRUNES_NOTHING("DefaultPrunesNothing", "the default @Prune of %1$s prunes no layer: %2$s.",
      "remove it, or leave it a layer with weights that is neither the output nor kept nor has a policy of its own."),
  SPARSITY_OR_THRESHOLD("SparsityOrThreshold", "%1$s gives %2$s; a policy takes exactly one of sparsity and threshold.",
      "%3$s."),
  SPARSITY_RANGE("SparsityRange", "%1$s asks for sparsity = %2$s; it is a share in (0, 1).",
      "use a value such as 0.9 for 90 %% zeros."),
  PRUNE_OPTION_IGNORED(
      "PruneOptionIgnored",
      "%1$s: @Prune(%2$s = %3$s) means nothing to a threshold, which every score is compared with by itself.",
      "remove %2$s, or give sparsity instead of threshold."),
  THRESHOLD_RANGE("ThresholdRange", "%1$s asks for threshold = %2$s; it must be finite and above 0.",
      "use a value such as 0.01."),
  GRANULARITY_NOT_HERE("GranularityNotHere", "%1$s is a @%2$s and cannot be pruned by %3$s.", "use one of %4$s."),
  PRUNES_OUTPUT("PrunesOutput", "%1$s is the output, and %2$s would remove classes.",
      "use granularity = ELEMENT or CHANNEL there, or @Keep."),
  GRANULARITY_OPTION_IGNORED(
      "GranularityOptionIgnored", "%1$s: @Prune(%2$s = %3$s) means nothing to granularity = %4$s.",
      "remove %2$s, or use granularity = %5$s."),
  BLOCK_SHAPE("BlockShape", "%1$s is pruned by %2$s with block = %3$s; it takes %4$s.", "%5$s."),
  BLOCK_LARGER_THAN_MATRIX(
      "BlockLargerThanMatrix", "%1$s asks for groups of %2$s weights, and its weights are a matrix of %3$s.",
      "use extents of at most %3$s."),
  N_OF_M_RANGE("NofMRange", "%1$s asks for %2$s:%3$s sparsity; n of every m are kept, n at least 1 and below m.",
      "use for instance n = 2, m = 4."),
  N_OF_M_SPARSITY("NofMSparsity", "%1$s asks for %2$s, which is a sparsity of %3$s, and for sparsity = %4$s.",
      "remove sparsity, or choose n and m to match it."),
  N_OF_M_DOES_NOT_DIVIDE(
      "NofMDoesNotDivide", "%1$s asks for %2$s sparsity along its %3$s %4$s, and %5$s does not divide %3$s.",
      "%6$suse granularity = ELEMENT."),
  PRUNE_RANGE("PruneRange", "%1$s: @Prune: %2$s = %3$s; it must be %4$s.", "use a value that is %4$s."),
  PRUNE_CONTRADICTION("PruneContradiction", "%1$s: %2$s and %3$s exclude each other: %4$s.", "%5$s."),
  NO_WAY_AROUND(
      "NoWayAround",
      "%1$s is pruned by LAYER, and the graph has no way around it; without it nothing would reach the output.",
      "put it on a branch that an @Add joins with another, or use a finer granularity."),
  LAYERS_OUT_OF_REACH(
      "LayersOutOfReach",
      "%1$s are to reach a sparsity of %2$s as whole layers, and the graph spares %3$s at most, which is %4$s of them.",
      "use a sparsity of at most %5$s, or a finer granularity."),
  ENCODING_CANNOT_HOLD(
      "EncodingCannotHold", "%1$s: encoding = %2$s stores %3$s, and granularity = %4$s does not keep such.",
      "%5$s."),
  GROUP_NAME("GroupName", "%1$s has %2$s and %3$s; a group has a name, and nothing else has one.", "%4$s."),
  SCOPE_OPTION_IGNORED(
      "ScopeOptionIgnored",
      "%1$s: @Prune(%2$s = %3$s) means nothing to scope = LAYER, where a layer reaches the sparsity by itself.",
      "remove %2$s, or use scope = GLOBAL or GROUP."),
  MINIMUM_ABOVE_MAXIMUM(
      "MinimumAboveMaximum", "%1$s has minSparsity = %2$s and maxSparsity = %3$s; no sparsity is between them.",
      "lower the one or raise the other."),
  LIMITS_EXCLUDE_TARGET(
      "LimitsExcludeTarget", "%1$s are to reach a sparsity of %2$s together, and their %3$s leads to %4$s %5$s.",
      "change %3$s, or the sparsity."),
  BYTES_OUT_OF_REACH("BytesOutOfReach", "%1$s may take %2$s of %3$s bytes, and as %4$s takes %5$s with one group left.",
      "%6$s."),
  EMPTIES_LAYER("EmptiesLayer", "%1$s asks for %2$s of %3$s %4$s to be removed; every layer keeps at least one.",
      "%5$s."),
  NOTHING_REMOVED("NothingRemoved", "%1$s asks for a sparsity of %2$s over %3$s %4$s, which removes none.",
      "use a sparsity of at least %5$s, or remove @Prune."),
  ENCODING_LARGER_THAN_DENSE("EncodingLargerThanDense", Severity.WARNING,
      "%1$s stores %2$s of sparsity as %3$s: %4$s bits, more than the %5$s of dense storage; %6$s.",
      "%7$s."),
  SCHEDULE_OPTION_IGNORED("ScheduleOptionIgnored", "%1$s: @Schedule(%2$s = %3$s) means nothing to %4$s.",
      "remove %2$s, or use kind = %5$s."),
  SCHEDULE_NEEDS_SPARSITY(
      "ScheduleNeedsSparsity", "%1$s has schedule %2$s, which prunes to a sparsity, and gives a threshold.",
      "give sparsity instead, or use kind = ONE_SHOT."),
  SCHEDULE_RANGE("ScheduleRange", "%1$s: @Schedule: %2$s = %3$s; it must be %4$s.", "use a value that is %4$s."),
  SCHEDULE_NEEDS_ROUNDS("ScheduleNeedsRounds", "%1$s has schedule %2$s without rounds.",
      "add rounds, for instance rounds = 5: each prunes %3$s of what is left."),
  SCHEDULE_NEEDS_LAMBDA(
      "ScheduleNeedsLambda",
      "%1$s has schedule REGULARISED without lambda, the strength of its penalty; nothing would draw weights to zero.",
      "add lambda, for instance lambda = 1e-4."),
  GROUP_LASSO_OF_WEIGHTS(
      "GroupLassoOfWeights",
      "%1$s: penalty = GROUP_LASSO shrinks the weights of a group as one, and granularity = %2$s prunes %3$s.",
      "use penalty = L1, or a granularity whose groups have several weights."),
  DYNAMIC_NEVER_CHANGES(
      "DynamicNeverChanges",
      "%1$s has a DYNAMIC schedule with every = %2$s, and its mask may change before step %3$s alone (%4$s epochs of "
          + "%5$s steps); it never would.",
      "use an every below %3$s, or a larger to."),
  REWIND_AFTER_PRUNING(
      "RewindAfterPruning",
      "%1$s rewinds to step %2$s, and the first pruning comes after %3$s steps (%4$s epochs of %5$s); a rewind point "
          + "lies before the first pruning.",
      "use a rewindStep of at most %6$s."),
  LOTTERY_NOT_ALONE(
      "LotteryNotAlone",
      "%1$s has %2$s and %3$s has %4$s; LOTTERY rewinds the whole network, so that every policy must share one LOTTERY "
          + "schedule.",
      "give them the same schedule, for instance by a default @Prune on the interface."),
  GLOBAL_OVER_ONE("GlobalOverOne", "%1$s has %2$s and is the only layer that has; there is nothing to rank it against.",
      "use scope = LAYER, or give other layers the same policy."),
  GLOBAL_POLICIES_DIFFER(
      "GlobalPoliciesDiffer", "%1$s and %2$s are ranked together (%6$s) and differ in %3$s: %4$s against %5$s.",
      "make the two equal, or use scope = LAYER."),
  TIED_TO_FIXED("TiedToFixed", "%1$s has granularity = %2$s, and the channels that it makes cannot leave: %3$s.",
      "use granularity = ELEMENT or CHANNEL there, or @Keep."),
  TIED_POLICIES_DIFFER("TiedPoliciesDiffer",
      "%1$s (%2$s) and %3$s (%4$s) make channels that can only leave together: %5$s.",
      "give %1$s and %3$s the same policy, or one that prunes within filters, such as granularity = ELEMENT."),
  TIED_LAYER_BY_LAYER(
      "TiedLayerByLayer",
      "%1$s has %2$s, which decides layer by layer, and makes channels that can only leave together with others: %3$s.",
      "use another there, or granularity = ELEMENT."),
  PRUNE_WITHOUT_TRAIN(
      "PruneWithoutTrain", "%1$s has schedule %2$s, which prunes during training, and the network has no @Train.",
      "add @Train to the interface, or use kind = ONE_SHOT without from."),
  CRITERION_NEEDS_TRAIN(
      "CriterionNeedsTrain", "%1$s has criterion %2$s, which looks at %3$s, and the network has no @Train.",
      "add @Train to the interface, or use criterion = MAGNITUDE."),
  CRITERION_AT_INITIALISATION(
      "CriterionAtInitialisation", "%1$s has criterion %2$s, which prunes before the first step, and schedule %3$s.",
      "use schedule = @Schedule(kind = ONE_SHOT, from = 0), or criterion = %4$s for a network that has been trained."),
  CRITERION_BEFORE_TRAINING(
      "CriterionBeforeTraining",
      "%1$s has criterion %2$s, a sum over the steps of training, and prunes before the first one (schedule %3$s).",
      "prune later, or use criterion = SNIP there."),
  CRITERION_NEEDS_SPARSITY(
      "CriterionNeedsSparsity",
      "%1$s has criterion %2$s, which prunes in rounds towards a sparsity, and gives a threshold.",
      "give sparsity instead of threshold."),
  SCALES_ARE_OF_FILTERS(
      "ScalesAreOfFilters", "%1$s has criterion BN_SCALE, one scale an output channel, and granularity = %2$s.",
      "use granularity = %3$s."),
  SCALE_NEEDS_NORM(
      "ScaleNeedsBatchNorm",
      "%1$s has criterion BN_SCALE, the scale of the @BatchNorm that alone consumes it, before any activation; %2$s.",
      "put a @BatchNorm right behind %1$s and have others consume that, or use criterion = MAGNITUDE."),
  PENALTY_OF_GATES(
      "PenaltyOfGates",
      "%1$s has criterion %2$s and %3$s: gates are trained by schedule REGULARISED with penalty = L0, which is a "
          + "penalty of gates alone.",
      "use criterion = HARD_CONCRETE with schedule = @Schedule(kind = REGULARISED, penalty = L0, lambda = ...), or "
          + "%4$s."),
  HEAD_GATE_OF_HEADS(
      "HeadGateIsOfHeads", "%1$s has criterion %3$s, one number for each head of attention, and granularity = %2$s.",
      "use granularity = HEAD on a @SelfAttention, or criterion = TAYLOR."),
  PENALTY_OF_SCALES(
      "PenaltyOfScales",
      "%1$s has criterion BN_SCALE, whose penalty is on scales, each a group of its own, and penalty = GROUP_LASSO.",
      "use penalty = L1."),
  CRITERION_OF_GRANULARITY(
      "CriterionOfGranularity",
      "%1$s has criterion OBS, which makes up for what goes by the rest of its block, fisherBlock = %2$s weights of a "
          + "row, and granularity = %3$s removes %4$s: none would be left.",
      "%5$s."),
  CRITERION_OPTION_IGNORED("CriterionOptionIgnored", "%1$s: @Prune(%2$s = %3$s) means nothing to criterion %4$s.",
      "remove %2$s, or use criterion = %5$s."),
  CRITERION_OPTION_RANGE(
      "CriterionOptionRange", "%1$s: @Prune: %2$s = %3$s; it must be %4$s.", "use a value that is %4$s."),
  SCORER_AND_CRITERION("ScorerAndCriterion", "%1$s gives criterion = %2$s and scorer = %3$s; a weight has one score.",
      "remove one of them."),
  SCORER_NOT_USABLE(
      "ScorerNotUsable", "%1$s: the scorer %2$s %3$s; the generated class must be able to say new %2$s().",
      "%4$s."),
  SAMPLES_BEYOND_DATA("SamplesBeyondData", "%1$s takes its scores over samples = %2$s, and the training set has %3$s.",
      "use at most %3$s, or 0 for all."),
  // Dynamic pruning
  SELECTION_FORMS(
      "SelectionForms",
      "%1$s: @PruneActivations gives %2$s; it selects in exactly one way: by threshold, top, share, or n with m.",
      "%3$s."),
  SELECTION_RANGE(
      "SelectionRange", "%1$s: @PruneActivations(%2$s = %3$s); it must be %4$s.", "use a value that is %4$s."),
  SELECTION_OF_OUTPUT(
      "SelectionOfOutput", "%1$s is the output, and @PruneActivations would set scores to 0 that nobody computes with.",
      "move it to a layer whose values another one reads."),
  SELECTION_DOES_NOT_DIVIDE(
      "SelectionDoesNotDivide", "%1$s: @PruneActivations keeps %2$s of every %3$s %4$s, and %3$s does not divide %5$s.",
      "use m in %6$s."),
  SELECTION_KEEPS_ALL(
      "SelectionKeepsAll", "%1$s: @PruneActivations keeps %2$s of a sample's %3$s values, which prunes none.",
      "keep at most %4$s, or remove it."),
  GATE_NEEDS_CONVOLUTION("GateNeedsConvolution", "%1$s is a @%2$s; @Gate skips the filters of a @Conv2d.",
      "move @Gate to a convolution (%3$s) or remove it."),
  GATE_RANGE("GateRange", "%1$s: @Gate: %2$s = %3$s; it must be %4$s.", "use a value that is %4$s."),
  GATE_OF_OUTPUT("GateOfOutput", "%1$s is the output, and @Gate would skip results.",
      "move @Gate to a convolution whose result another layer reads."),
  GATE_KEEPS_ALL("GateKeepsAll", "%1$s: @Gate(%2$s) runs all of its %3$s filters for every sample.",
      "%4$s, or remove @Gate."),
  TOKENS_NEED_SCORES(
      "TokensNeedScores",
      "%1$s is a @%2$s and has no attention scores; @PruneTokens ranks tokens by the attention that they receive.",
      "move @PruneTokens to a @SelfAttention (%3$s) or remove it."),
  TOKEN_FORMS(
      "TokenForms",
      "%1$s: @PruneTokens gives %2$s; it takes keep, share or threshold, or threshold beside one of the others or beside "
          + "learned.",
      "%3$s."),
  TOKEN_RANGE("TokenRange", "%1$s: @PruneTokens(%2$s = %3$s); it must be %4$s.", "use a value that is %4$s."),
  LEARNED_WITHOUT_TRAIN(
      "LearnedWithoutTrain",
      "%1$s: @PruneTokens(learned) trains its threshold, and the network has no @Train.",
      "add @Train to the interface, or use threshold without learned."),
  LEARNED_TOKENS_COUNTED(
      "LearnedTokensCounted",
      "%1$s stands behind %3$s, whose threshold is learned: while it is, tokens keep their places and weigh less, which "
          + "@%2$s does not know.",
      "move %1$s before %3$s, or use @PruneTokens with learned alone."),
  TOKENS_ALL_KEPT(
      "TokensAllKept", "%1$s: @PruneTokens keeps %2$s tokens of a sequence of at most %3$s, which prunes none.",
      "keep fewer than %3$s, or remove it."),
  CAUSAL_TOKENS_PRUNED(
      "CausalTokensPruned",
      "%1$s is causal, so that its last token, which alone has seen all others, receives attention from itself alone; "
          + "@PruneTokens would take it out first.",
      "remove causal, or remove @PruneTokens."),
  TOKENS_MISALIGNED(
      "TokensMisaligned",
      "%1$s joins %2$s, whose tokens were pruned by %3$s, with %4$s, whose tokens were pruned by %5$s; which token of "
          + "one is which of the other cannot be told.",
      "join them before their tokens are pruned, or prune the tokens of one and the same sequence one after the "
          + "other."),
  POLICY_ON_UNKNOWN_LAYER("PolicyOnUnknownLayer", "no layer is called '%1$s'.", "%2$s."),
  // Budgets and platform
  BUDGET_EXCEEDED(
      "BudgetExceeded", "the plan needs %1$s %2$s, and @Budget allows %3$s; the largest part is %4$s with %5$s.",
      "raise the sparsity there, make the layer smaller, or allow %1$s."),
  BUDGET_RANGE("BudgetRange", "@Budget: %1$s = %2$s; it must be 0 (no limit) or more.", "use 0 or more."),
  BUDGET_EMPTY(
      "BudgetEmpty", "@Budget limits nothing: macs and bytes are both 0.", "give one of them, or remove @Budget."),
  NO_VECTOR_MODULE("NoVectorModule", Severity.WARNING,
      "%1$s: the module jdk.incubator.vector is not visible; the portable kernels are generated, which are several "
          + "times slower.",
      "pass --add-modules jdk.incubator.vector to javac and to the JVM that runs it, or -Aespalier.kernels=portable to "
          + "choose them without this warning."),
  VECTOR_MODULE_MISSING("VectorModuleMissing",
      "%1$s: -Aespalier.kernels=vector asks for Vector API kernels, and the module jdk.incubator.vector is not "
          + "visible.",
      "pass --add-modules jdk.incubator.vector to javac, or use -Aespalier.kernels=auto or portable."),
  OPTION_VALUE("OptionValue", "compiler option %1$s = %2$s is none of its values.", "use one of %3$s."),
  COST_NOTE("Cost", Severity.NOTE, "%1$s", "none needed; -Aespalier.report=true asked for it."),
  INTERNAL(
      "Internal", "the compiler broke its own rule in %1$s: %2$s.",
      "this is a bug in Espalier; please report it with the interface.");

  private final String code;
  private final Severity severity;
  private final String message;
  private final String fix;

  Diagnostic(String code, String message, String fix) {
    this(code, Severity.ERROR, message, fix);
  }

  Diagnostic(String code, Severity severity, String message, String fix) {
    this.code = code;
    this.severity = severity;
    this.message = message;
    this.fix = fix;
  }

  /** The stable code, printed as {@code [Espalier/code]}. */
  public String code() {
    return code;
  }

  /** What the compiler does about it. */
  public Severity severity() {
    return severity;
  }

  /** The problem with its texts filled in. */
  public Problem with(Object... arguments) {
    return new Problem(
        this, String.format(java.util.Locale.ROOT, message, arguments),
        String.format(java.util.Locale.ROOT, fix, arguments));
  }
}
