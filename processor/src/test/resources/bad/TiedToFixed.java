package bad;

import static dev.espalier.dsl.Granularity.FILTER;

import dev.espalier.dsl.Add;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Flatten;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Tensor;

@Network(inputs = @Input(name = "image", shape = {4, 8, 8}))
interface TiedToFixed {
  @Conv2d(filters = 4, kernel = 3, padding = 1)
  @Prune(sparsity = 0.5, granularity = FILTER)
  Tensor conv(Tensor image);

  @Add Tensor sum(Tensor conv, Tensor image);

  @Flatten Tensor flat(Tensor sum);

  @Dense(3) Tensor logits(Tensor flat);
}

/* expected
17: error: [Espalier/TiedToFixed] conv has granularity = FILTER, and the channels that it makes cannot leave: sum adds conv and image.
    Fix: use granularity = ELEMENT or CHANNEL there, or @Keep.
*/
