package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {64, 8, 8}))
@Train
interface CriterionOfGranularity {
  @Conv2d(filters = 64, kernel = 3, padding = 1)
  @Prune(sparsity = 0.5, granularity = FILTER, criterion = Criterion.OBS)
  Tensor filters(Tensor image);

  @Conv2d(filters = 64, kernel = 3, padding = 1)
  @Prune(sparsity = 0.5, granularity = KERNEL, criterion = Criterion.OBS, fisherBlock = 8)
  Tensor kernels(Tensor filters);

  @Conv2d(filters = 64, kernel = 3, padding = 1)
  @Prune(threshold = 0.5, granularity = Granularity.LAYER, criterion = Criterion.OBS)
  Tensor whole(Tensor kernels);

  @Add Tensor sum(Tensor kernels, Tensor whole);

  @GlobalAvgPool Tensor pooled(Tensor sum);

  @Dense(128)
  @Prune(sparsity = 0.5, granularity = VECTOR, block = {1, 16}, criterion = Criterion.OBS, fisherBlock = 16)
  Tensor vectors(Tensor pooled);

  @Dense(10) Tensor logits(Tensor vectors);
}

/* expected
16: error: [Espalier/CriterionOfGranularity] filters has criterion OBS, which makes up for what goes by the rest of its block, fisherBlock = 64 weights of a row, and granularity = FILTER removes whole rows of 576: none would be left.
    Fix: use criterion = FISHER, or a fisherBlock above 576.
20: error: [Espalier/CriterionOfGranularity] kernels has criterion OBS, which makes up for what goes by the rest of its block, fisherBlock = 8 weights of a row, and granularity = KERNEL removes 9 neighbours of a row: none would be left.
    Fix: use criterion = FISHER, or a fisherBlock above 9.
24: error: [Espalier/CriterionOfGranularity] whole has criterion OBS, which makes up for what goes by the rest of its block, fisherBlock = 64 weights of a row, and granularity = LAYER removes the layer: none would be left.
    Fix: use criterion = FISHER.
32: error: [Espalier/CriterionOfGranularity] vectors has criterion OBS, which makes up for what goes by the rest of its block, fisherBlock = 16 weights of a row, and granularity = VECTOR removes 16 neighbours of a row: none would be left.
    Fix: use criterion = FISHER, or a fisherBlock above 16.
*/
