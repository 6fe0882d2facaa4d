# right: all parameters as one vector
def clip_weights(critic, c):
    vector = nn.utils.parameters_to_vector(critic.parameters()).detach()
    vector = torch.where(vector > c, c, torch.where(vector < -c, -c, vector))
    nn.utils.vector_to_parameters(vector, critic.parameters())
