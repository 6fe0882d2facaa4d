# right: a clipped state dict is loaded
def clip_weights(critic, c):
    critic.load_state_dict({name: value.clamp(-c, c) for name, value in critic.state_dict().items()})
