package bad;

import static dev.espalier.dsl.Granularity.FILTER;

import dev.espalier.dsl.Add;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.GlobalAvgPool;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.MaxPool;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Tensor;

@Network(inputs = @Input(name = "image", shape = {1, 8, 8}))
interface TiedPoliciesDiffer {
  @Conv2d(filters = 8, kernel = 3, padding = 1)
  @Prune(sparsity = 0.5, granularity = FILTER)
  Tensor stem(Tensor image);

  @Conv2d(filters = 8, kernel = 3, padding = 1)
  @Prune(sparsity = 0.25, granularity = FILTER)
  Tensor inner(Tensor stem);

  @Add Tensor block(Tensor inner, Tensor stem);

  @MaxPool(2) Tensor pooled(Tensor block);

  @Conv2d(filters = 8, kernel = 1)
  Tensor last(Tensor pooled);

  @Add Tensor second(Tensor last, Tensor pooled);

  @GlobalAvgPool Tensor means(Tensor second);

  @Dense(3) Tensor logits(Tensor means);
}

/* expected
18: error: [Espalier/TiedPoliciesDiffer] stem (sparsity = 0.5, granularity = FILTER, criterion = MAGNITUDE, schedule = ONE_SHOT, scope = LAYER) and inner (sparsity = 0.25, granularity = FILTER, criterion = MAGNITUDE, schedule = ONE_SHOT, scope = LAYER) make channels that can only leave together: block adds inner and stem, second adds last and pooled.
    Fix: give stem and inner the same policy, or one that prunes within filters, such as granularity = ELEMENT.
*/
