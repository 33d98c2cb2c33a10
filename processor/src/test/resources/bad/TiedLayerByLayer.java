package bad;

import static dev.espalier.dsl.Granularity.FILTER;

import dev.espalier.dsl.Add;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.GlobalAvgPool;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Schedule;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

@Network(inputs = @Input(name = "image", shape = {1, 8, 8}))
@Train(epochs = 4)
interface TiedLayerByLayer {
  @Conv2d(filters = 8, kernel = 3, padding = 1)
  @Prune(sparsity = 0.5, granularity = FILTER, schedule = @Schedule(kind = ScheduleKind.DYNAMIC, to = 3))
  Tensor stem(Tensor image);

  @Conv2d(filters = 8, kernel = 3, padding = 1)
  @Prune(sparsity = 0.5, granularity = FILTER, schedule = @Schedule(kind = ScheduleKind.DYNAMIC, to = 3))
  Tensor inner(Tensor stem);

  @Add Tensor block(Tensor inner, Tensor stem);

  @GlobalAvgPool Tensor means(Tensor block);

  @Dense(3) Tensor logits(Tensor means);
}

/* expected
21: error: [Espalier/TiedLayerByLayer] stem has schedule DYNAMIC, which decides layer by layer, and makes channels that can only leave together with others: block adds inner and stem.
    Fix: use another there, or granularity = ELEMENT.
*/
