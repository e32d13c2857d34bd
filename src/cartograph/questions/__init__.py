"""Answer the questions of `queries/`: read, bind, run, fold their rows into three lists."""
