String log = new File(basedir, 'build.log').text
assert log.contains('reloaded:'): 'the consumer project did not run its main class'
