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
interface CriterionNeedsTrain {
  @Dense(4) @Prune(sparsity = 0.5, criterion = Criterion.TAYLOR) Tensor hidden1(Tensor image);

  @Dense(4) @Prune(sparsity = 0.5, criterion = Criterion.WANDA) Tensor hidden2(Tensor hidden1);

  @Dense(4) @Prune(sparsity = 0.5, criterion = Criterion.MOVEMENT) Tensor hidden3(Tensor hidden2);

  @Dense(2) @Prune(sparsity = 0.5, criterion = Criterion.RANDOM) Tensor logits(Tensor hidden3);
}

/* expected
15: error: [Espalier/CriterionNeedsTrain] hidden1 has criterion TAYLOR, which looks at gradients of the loss, and the network has no @Train.
    Fix: add @Train to the interface, or use criterion = MAGNITUDE.
17: error: [Espalier/CriterionNeedsTrain] hidden2 has criterion WANDA, which looks at the inputs of the layer over the training set, and the network has no @Train.
    Fix: add @Train to the interface, or use criterion = MAGNITUDE.
19: error: [Espalier/CriterionNeedsTrain] hidden3 has criterion MOVEMENT, which looks at gradients in training, and the network has no @Train.
    Fix: add @Train to the interface, or use criterion = MAGNITUDE.
*/
