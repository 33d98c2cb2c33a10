package good;

import static dev.espalier.dsl.Activation.*;

import dev.espalier.dsl.*;

/** Branches, sums, several inputs, declared out of order; every layer of the language. */
@Network(inputs = {
    @Input(name = "image", shape = {4, 12, 12}),
    @Input(name = "context", shape = {6})
})
@Train(loss = Loss.MEAN_SQUARED_ERROR, batch = 16, epochs = 2)
@Prune(sparsity = 0.75, schedule = @Schedule(kind = ScheduleKind.ITERATIVE, rounds = 3, roundEpochs = 1))
interface Residual {
  @Dense(3) Tensor scores(Tensor dropped);

  @Softmax Tensor answer(Tensor scores);

  @Conv2d(filters = 8, kernel = 3, padding = 1) @Activate(SILU)
  @Prune(sparsity = 0.5, granularity = Granularity.FILTER, unit = Unit.GROUPS)
  Tensor conv1(Tensor image);

  @Conv2d(filters = 8, kernel = 3, padding = 1, groups = 8) Tensor depthwise(Tensor conv1);

  @BatchNorm @Activate(RELU) Tensor normed(Tensor depthwise);

  @Conv2d(filters = 8, kernel = 3, padding = 2, dilation = 2, stride = 2)
  @Prune(sparsity = 0.5, granularity = Granularity.FILTER, unit = Unit.GROUPS)
  Tensor dilated(Tensor normed);

  @Upsample(2) Tensor enlarged(Tensor dilated);

  @BatchNorm(momentum = 0.01, epsilon = 1e-3) Tensor again(Tensor enlarged);

  @Conv2d(filters = 8, kernel = 1, bias = false)
  @Prune(sparsity = 0.5, granularity = Granularity.FILTER, unit = Unit.GROUPS)
  Tensor shortcut(Tensor image);

  @Add Tensor sum(Tensor again, Tensor shortcut);

  @Activate(RELU) Tensor active(Tensor sum);

  @AvgPool(value = 2, stride = 2) Tensor halved(Tensor active);

  @MaxPool(value = {3, 2}, stride = 1) Tensor peaks(Tensor halved);

  @GlobalAvgPool Tensor means(Tensor active);

  @Flatten Tensor flat(Tensor peaks);

  @Dense(8) @Activate(TANH) Tensor mixed(Tensor flat);

  @Dense(5) @Activate(SIGMOID) @Prune(threshold = 0.05) Tensor gate(Tensor context);

  @Concat Tensor all(Tensor means, Tensor mixed, Tensor gate);

  @Dropout(0.25) Tensor dropped(Tensor all);
}
