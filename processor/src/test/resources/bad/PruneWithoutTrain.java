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
interface PruneWithoutTrain {
  @Dense(4) @Prune(sparsity = 0.5, schedule = @Schedule(kind = GRADUAL)) Tensor hidden1(Tensor image);

  @Dense(4) @Prune(sparsity = 0.5, schedule = @Schedule(from = 3)) Tensor hidden2(Tensor hidden1);

  @Dense(2) Tensor logits(Tensor hidden2);
}

/* expected
15: error: [Espalier/PruneWithoutTrain] hidden1 has schedule GRADUAL, which prunes during training, and the network has no @Train.
    Fix: add @Train to the interface, or use kind = ONE_SHOT without from.
17: error: [Espalier/PruneWithoutTrain] hidden2 has schedule ONE_SHOT (from = 3), which prunes during training, and the network has no @Train.
    Fix: add @Train to the interface, or use kind = ONE_SHOT without from.
*/
