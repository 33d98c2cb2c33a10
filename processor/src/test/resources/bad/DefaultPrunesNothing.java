package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {8}))
@Prune(sparsity = 0.5)
interface DefaultPrunesNothing {
  @Dense(4) @Keep Tensor hidden1(Tensor image);

  @Dense(4) @Prune(sparsity = 0.25) Tensor hidden2(Tensor hidden1);

  @Activate(RELU) Tensor active(Tensor hidden2);

  @Dense(2) Tensor logits(Tensor active);
}

/* expected
14: error: [Espalier/DefaultPrunesNothing] the default @Prune of DefaultPrunesNothing prunes no layer: hidden1 carries @Keep, hidden2 has its own @Prune, active has no weights, logits is the output.
    Fix: remove it, or leave it a layer with weights that is neither the output nor kept nor has a policy of its own.
*/
