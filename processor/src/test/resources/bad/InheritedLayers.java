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
interface InheritedLayers extends Trunk {
  @Dense(2) Tensor logits(Tensor hidden2);
}

interface Trunk {
  @Dense(0) Tensor hidden1(Tensor image);

  Tensor hidden2(Tensor hidden1);
}

/* expected
14: error: [Espalier/NoLayerAnnotation] hidden2 carries no layer annotation; every method of a network is a layer.
    Fix: add one of @Dense, @Conv2d, @MaxPool, @AvgPool, @GlobalAvgPool, @Flatten, @Activate, @Add, @Concat, @Dropout, @BatchNorm, @Upsample, @Softmax, @Embedding, @PositionalEmbedding, @LayerNorm, @SelfAttention, @ClsToken, @ClassFeatures, @MeanPool, @Patchify.
*/
