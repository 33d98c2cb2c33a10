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
interface DuplicateName {
  @Dense(4) Tensor hidden(Tensor image);

  @Add Tensor hidden(Tensor image, Tensor hidden1);

  @Dense(8) Tensor hidden1(Tensor image);

  @Dense(2) Tensor image(Tensor hidden);
}

/* expected
17: error: [Espalier/DuplicateName] two values are called 'hidden' (a layer and another layer); a name is one value.
    Fix: rename one of them.
21: error: [Espalier/DuplicateName] two values are called 'image' (an input and a layer); a name is one value.
    Fix: rename one of them.
15: error: [Espalier/Cycle] hidden takes image, which takes hidden; the graph must be acyclic.
    Fix: take an earlier value at one of these layers.
14: error: [Espalier/NoOutput] every value of DuplicateName is consumed (hidden by image, hidden by image, hidden1 by hidden, image by hidden); a network has one value that nobody consumes, its output.
    Fix: remove the layer that consumes the output.
*/
