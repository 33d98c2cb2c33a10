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
record NotAnInterface(int units) {}

/* expected
14: error: [Espalier/NotAnInterface] @Network stands on NotAnInterface, which is a record; a network is an interface.
    Fix: declare NotAnInterface as an interface whose methods are its layers.
*/
